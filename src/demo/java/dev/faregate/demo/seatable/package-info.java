/** SeaTable: an API token for one base, exchanged for a base token. */
@NullMarked
package dev.faregate.demo.seatable;

import org.jspecify.annotations.NullMarked;
