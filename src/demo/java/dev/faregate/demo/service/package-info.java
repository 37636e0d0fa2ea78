/** What the three services share: users, surroundings, and the way in and out of an HTTP exchange. */
@NullMarked
package dev.faregate.demo.service;

import org.jspecify.annotations.NullMarked;
