/** Guards handlers of the JDK's own HTTP server, {@code com.sun.net.httpserver}. */
@NullMarked
package dev.faregate.integration.httpserver;

import org.jspecify.annotations.NullMarked;
