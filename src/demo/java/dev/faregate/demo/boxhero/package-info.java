/** BoxHero: API tokens from a settings page, and a limit for each endpoint. */
@NullMarked
package dev.faregate.demo.boxhero;

import org.jspecify.annotations.NullMarked;
