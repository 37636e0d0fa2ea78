/** Guards servlets and whatever runs behind them, with Jakarta Servlet 6. */
@NullMarked
package dev.faregate.integration.servlet;

import org.jspecify.annotations.NullMarked;
