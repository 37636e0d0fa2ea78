/**
 * The guard of an HTTP API, without a framework. {@link dev.faregate.http.RequestGuard} reads a credential, authenticates it, requires
 * what the {@link dev.faregate.http.Endpoint} requires, and takes a permit. Its {@link dev.faregate.http.Verdict} writes itself into
 * the answer. A framework adapter is a {@link dev.faregate.http.RequestView} and a {@link dev.faregate.http.ResponseView}.
 *
 * <h2>The rules</h2>
 *
 * <p>The guard fails closed. These rules hold for every adapter.
 *
 * <ol>
 *   <li>A declared endpoint that no route belongs to is an error at start, see {@link dev.faregate.http.RouteInventory}. This holds
 *       where the framework can tell its routes. {@link dev.faregate.http.Endpoint#optional} endpoints are excepted.
 *   <li>A route that is not declared is refused as soon as one endpoint declares a requirement: a permission, scopes, kinds of
 *       credential or a resource. {@link dev.faregate.http.Endpoints#others} says otherwise. {@code HEAD} is {@code GET}. Another method
 *       at a declared path is answered 405 with {@code Allow}. An undeclared path is answered 404, an undeclared route 403. Only the
 *       authenticated get these answers, all others 401.
 *   <li>The guard judges the path and the variables that were routed. No header and no wrapper of a request changes them. The
 *       template is the whole one: with context path, servlet path, mounts and nested routers. It is the same in the name of the
 *       limit.
 *   <li>A request takes one permit for each limiter, limit name and limit key. Another endpoint or another guard on the way checks
 *       what it requires. {@link dev.faregate.http.RequestChecks} keep both, over forwards and asynchronous dispatches.
 *   <li>The address of a client comes from the connection and from {@link dev.faregate.http.TrustedProxies} alone. Clients whose
 *       address cannot be read share one.
 *   <li>An application that an adapter is present in and cannot guard does not start.
 *   <li>A {@link dev.faregate.identity.Caller} is created by a verifier alone, never by data binding.
 * </ol>
 *
 * <h2>Without blocking</h2>
 *
 * <p>{@link dev.faregate.http.RequestGuard#checkAsync} blocks no thread of its caller. It follows the same steps as
 * {@link dev.faregate.http.RequestGuard#check}.
 *
 * <p>Whole classes to copy, for frameworks that have no package here: <a href="doc-files/javalin/JavalinGuard.java">Javalin 7</a>,
 * <a href="doc-files/micronaut/MicronautGuard.java">Micronaut 4</a>, <a href="doc-files/helidon/HelidonGuard.java">Helidon SE 3</a>.
 */
@NullMarked
package dev.faregate.http;

import org.jspecify.annotations.NullMarked;
