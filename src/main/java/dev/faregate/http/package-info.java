/**
 * The words of HTTP, without a framework: read a credential, guard a request
 * ({@link dev.faregate.http.RequestGuard}), and write the headers and errors of the answer. A framework adapter is
 * a {@link dev.faregate.http.RequestView}, to which the guard gives a {@link dev.faregate.http.Verdict}, and a
 * {@link dev.faregate.http.ResponseView}, into which that writes itself.
 */
@NullMarked
package dev.faregate.http;

import org.jspecify.annotations.NullMarked;
