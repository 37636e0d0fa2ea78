/** NocoDB: sessions, and one API token for each user. */
@NullMarked
package dev.faregate.demo.nocodb;

import org.jspecify.annotations.NullMarked;
