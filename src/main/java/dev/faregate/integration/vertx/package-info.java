/** Guards the routes of Vert.x Web 4.5 and 5. */
@NullMarked
package dev.faregate.integration.vertx;

import org.jspecify.annotations.NullMarked;
