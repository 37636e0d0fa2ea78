/** Three miniature services on one port, and a walk through them over HTTP. */
@NullMarked
package dev.faregate.demo;

import org.jspecify.annotations.NullMarked;
