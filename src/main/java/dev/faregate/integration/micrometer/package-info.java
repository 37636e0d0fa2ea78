/** What the listeners hear, as meters of Micrometer. */
@NullMarked
package dev.faregate.integration.micrometer;

import org.jspecify.annotations.NullMarked;
