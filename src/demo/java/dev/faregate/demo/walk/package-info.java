/** The walk: a client that does the main job of the three systems, and tells of it. */
@NullMarked
package dev.faregate.demo.walk;

import org.jspecify.annotations.NullMarked;
