/**
 * The words of HTTP, without a framework: read a credential, guard a request
 * ({@link dev.faregate.http.RequestGuard}), and write the headers and errors of the answer. A framework adapter hands over
 * a {@link dev.faregate.http.RequestView} and carries out the {@link dev.faregate.http.Verdict}.
 */
@NullMarked
package dev.faregate.http;

import org.jspecify.annotations.NullMarked;
