/**
 * The words of HTTP, without a framework: read a credential, guard a request
 * ({@link dev.faregate.http.RequestGuard}), and write the headers and errors of the answer. A framework adapter is
 * a {@link dev.faregate.http.RequestView}, to which the guard gives a {@link dev.faregate.http.Verdict}, and a
 * {@link dev.faregate.http.ResponseView}, into which that writes itself.
 *
 * <p>Whole classes to copy, for frameworks that have no package here: <a href="doc-files/javalin/JavalinGuard.java">Javalin 7</a>,
 * <a href="doc-files/micronaut/MicronautGuard.java">Micronaut 4</a>, <a href="doc-files/helidon/HelidonGuard.java">Helidon SE 3</a>.
 */
@NullMarked
package dev.faregate.http;

import org.jspecify.annotations.NullMarked;
