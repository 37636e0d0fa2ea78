package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One operation of an API: a method and a route template, the permission it needs, and the bucket it is limited by. The
 * template, never the raw path, is what limits are kept for: {@code GET /rows/{id}} is one endpoint however many rows there
 * are.
 */
public final class Endpoint {

    /** In place of a method: any. */
    static final String ANY_METHOD = "*";

    /** Methods that get a bucket of their own without being declared: a client that makes methods up must not get one for each. */
    static final Set<String> KNOWN_METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    /** The name of all others. */
    static final String OTHER_METHOD = "OTHER";

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final String method;
    private final String path;
    private final @Nullable PathTemplate template;
    private final Access access;
    private final String limitName;
    private final String name;
    private final boolean optional;

    /** Null for this one. */
    private final @Nullable Endpoint declaration;

    private Endpoint(
            String method,
            String path,
            @Nullable PathTemplate template,
            Access access,
            String limitName,
            String name,
            boolean optional,
            @Nullable Endpoint declaration) {
        this.method = method;
        this.path = path;
        this.template = template;
        this.access = access;
        this.limitName = limitName;
        this.name = name;
        this.optional = optional;
        this.declaration = declaration;
    }

    /** An endpoint that no table declares: requests for none of the endpoints, say. */
    static Endpoint called(String name) {
        return called(name, Access.Guarded.by(Permission.READ));
    }

    private static Endpoint called(String name, Access access) {
        return new Endpoint("", "", null, access, name, name, true, null);
    }

    /** A route that the table does not declare, and so refuses; all such routes share one bucket for each caller. */
    static Endpoint undeclared(Problem problem, List<String> allowedMethods) {
        return called(RequestCheck.UNMATCHED_NAME, new Access.Undeclared(problem, allowedMethods));
    }

    /**
     * An endpoint as one writes it down: {@code GET /rows/{id}}. {@code GET}, {@code HEAD} and {@code OPTIONS} need
     * {@link Permission#READ}, all else {@link Permission#READ_WRITE}. Each endpoint has buckets of its own.
     *
     * @param methodAndPath the method in upper case, a space, and the path; each variable a whole segment
     * @return the endpoint
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Endpoint of(String methodAndPath) {
        int space = Objects.requireNonNull(methodAndPath, "methodAndPath").indexOf(' ');
        String method = space < 0 ? "" : methodAndPath.substring(0, space);
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException(
                    "endpoint: \"" + methodAndPath + "\" (expected: a method and a path, as in \"GET /rows/{id}\")");
        }
        String path = methodAndPath.substring(space + 1);
        return by(method, path, new PathTemplate(path));
    }

    /**
     * Creates an endpoint for every method of a path, known or made up. A request with {@code GET}, {@code HEAD} or {@code OPTIONS}
     * needs {@link Permission#READ}, any other {@link Permission#READ_WRITE}, unless {@link #requiring(Permission)} says
     * otherwise. Each method has buckets of its own, under {@code GET /admin}; methods that HTTP does not define share
     * {@code OTHER /admin}. An endpoint of the same path with a method of its own is preferred.
     *
     * @param path the path; each variable a whole segment
     * @return the endpoint
     * @throws IllegalArgumentException if the path is not of that form
     */
    public static Endpoint anyMethod(String path) {
        return by(ANY_METHOD, path, new PathTemplate(Objects.requireNonNull(path, "path")));
    }

    /**
     * Creates an endpoint for every method of a route that a framework finds, see {@link #anyMethod} and {@link #ofRoute}.
     *
     * @param template the route's template
     * @return the endpoint; a server without a router of its own cannot find it
     */
    public static Endpoint anyMethodOfRoute(String template) {
        return by(ANY_METHOD, Route.plain(Objects.requireNonNull(template, "template")), null);
    }

    /**
     * An endpoint whose requests a framework finds, so that any template that the framework knows will do. The same rules
     * hold as for {@link #of}; what a variable must match is left out of the name: {@code /rows/{id: [0-9]+}} is
     * {@code /rows/{id}}, and so is {@code /rows/:id}.
     *
     * @param method the method in upper case
     * @param template the route's template
     * @return the endpoint; a server without a router of its own cannot find it
     */
    public static Endpoint ofRoute(String method, String template) {
        Objects.requireNonNull(method, "method");
        return by(method, Route.plain(Objects.requireNonNull(template, "template")), null);
    }

    private static Endpoint by(String method, String path, @Nullable PathTemplate template) {
        Permission permission = READING.contains(method) ? Permission.READ : Permission.READ_WRITE;
        String name = method + ' ' + path;
        return new Endpoint(method, path, template, Access.Guarded.by(permission), name, name, false, null);
    }

    /** The same for one method, of an endpoint for any. */
    Endpoint forMethod(String requested) {
        if (!method.equals(ANY_METHOD)) {
            return this;
        }
        Access narrowed = access;
        if (access instanceof Access.Guarded guarded && !guarded.saysPermission()) {
            narrowed = guarded.withPermission(READING.contains(requested) ? Permission.READ : Permission.READ_WRITE);
        }
        String named = requested + ' ' + path;
        return new Endpoint(
                requested, path, template, narrowed, limitName.equals(name) ? named : limitName, named, optional, this);
    }

    /**
     * Returns the same endpoint, which need not have a route: for a table that several services share. Without it, an
     * adapter that knows the routes of its application does not start if none of them is this endpoint's.
     *
     * @return the changed endpoint
     */
    public Endpoint optional() {
        return new Endpoint(method, path, template, access, limitName, name, true, null);
    }

    /**
     * The same, needing another permission.
     *
     * @param required the permission needed
     * @return the changed endpoint
     * @throws IllegalArgumentException if it is open
     */
    public Endpoint requiring(Permission required) {
        return with(guarded("permission").requiring(Objects.requireNonNull(required, "required")));
    }

    /**
     * Returns the same endpoint, which needs scopes besides the permission. Scopes that were required before are required still.
     *
     * @param required the scopes needed
     * @return the changed endpoint
     * @throws IllegalArgumentException if it is open
     */
    public Endpoint requiring(Scopes required) {
        return with(guarded("scopes").requiring(Objects.requireNonNull(required, "required")));
    }

    /**
     * The same, for some kinds of credential only: with another kind that the guard accepts, the answer is 403.
     *
     * @param required the kinds; at least one
     * @return the changed endpoint
     * @throws IllegalArgumentException if no kind is named, or it is open
     */
    public Endpoint requiring(CredentialKind... required) {
        if (required.length == 0) {
            throw new IllegalArgumentException("kinds of credential: none (expected: at least one) for " + this);
        }
        return with(guarded("kinds of credential").requiring(Set.of(required)));
    }

    /**
     * The same, only for credentials that are bound to the resource which a variable of the path names. One that is bound to another
     * resource is answered 401, as one that is not accepted. One that is bound to none, as each session is, is answered 403, unless the
     * endpoint says {@link #orUnbound}.
     *
     * @param variable the variable's name, without braces
     * @return the changed endpoint
     * @throws IllegalArgumentException if the path has no such variable, or it is open
     */
    public Endpoint forResourceIn(String variable) {
        if (!path.contains('{' + variable + '}')) {
            throw new IllegalArgumentException(
                    "resource variable: \"" + variable + "\" (expected: a variable of " + this + ")");
        }
        return with(guarded("resource variable").forResourceIn(variable));
    }

    /**
     * The same as after {@link #forResourceIn}, also for credentials that are bound to no resource. The guard asks for the rights that
     * the owner has on the resource of the path, see {@link dev.faregate.apitoken.OwnerRights}. Without any, the answer is 403.
     * Otherwise the {@link Verdict.Admitted#caller caller} is bound to the resource, and has no more rights than the owner has there.
     *
     * @return the changed endpoint
     * @throws IllegalArgumentException if it names no resource, or is open
     */
    public Endpoint orUnbound() {
        Access.Guarded guarded = guarded("resource variable");
        if (guarded.resourceVariable() == null) {
            throw new IllegalArgumentException(
                    "resource variable: none (expected: forResourceIn before orUnbound) for " + this);
        }
        return with(guarded.unboundToo());
    }

    /**
     * The same, for anyone: no credential is needed, none that is sent is looked at, and nothing that was required before still is. Requests are limited by the
     * client's address, as guesses are, see {@link RequestGuardBuilder#trustedProxies}.
     *
     * @return the changed endpoint
     */
    public Endpoint open() {
        return with(Access.Open.TO_ANYONE);
    }

    /**
     * The same, {@link #open() open}, for a handler that checks a password by itself, under the limit of {@link SignIn#attempt}. A request
     * that another site made a browser send is refused, unless {@link RequestGuardBuilder#cors} allows its origin: it could use up the
     * attempts of the browser's user.
     *
     * @return the changed endpoint
     */
    public Endpoint openToSignIn() {
        return with(Access.Open.TO_SIGN_IN);
    }

    /**
     * The same, sharing buckets with every endpoint that is limited under the same name.
     *
     * @param name the name that the rate limiter knows; by default the method and path
     * @return the changed endpoint
     */
    public Endpoint limitedAs(String name) {
        return new Endpoint(
                method, path, template, access, Objects.requireNonNull(name, "name"), this.name, optional, null);
    }

    private Endpoint with(Access changed) {
        return new Endpoint(method, path, template, changed, limitName, name, optional, null);
    }

    private Access.Guarded guarded(String required) {
        if (access instanceof Access.Guarded guarded) {
            return guarded;
        }
        throw new IllegalArgumentException(
                required + ": required of " + this + ", which is open (expected: one of both)");
    }

    /**
     * The method.
     *
     * @return in upper case; {@code *} for any
     */
    public String method() {
        return method;
    }

    /**
     * Returns the endpoint that was declared, of which this is what one method asks for.
     *
     * @return for an endpoint of {@linkplain #anyMethod any method} the one that was declared; otherwise this one
     */
    public Endpoint declaration() {
        return declaration == null ? this : declaration;
    }

    /**
     * Whether it is for anyone, see {@link #open} and {@link #openToSignIn}.
     *
     * @return whether no credential is needed
     */
    public boolean isOpen() {
        return access instanceof Access.Open;
    }

    /**
     * The name under which the rate limiter keeps buckets.
     *
     * @return by default the method and path
     */
    public String limitName() {
        return limitName;
    }

    /** Null if only a framework can find it. */
    @Nullable
    PathTemplate template() {
        return template;
    }

    /** What it matches. */
    String shape() {
        return method + ' ' + Route.shape(path);
    }

    /** What it matches, apart from the method. */
    String pathShape() {
        return Route.shape(path);
    }

    Access access() {
        return access;
    }

    boolean isOptional() {
        return optional;
    }

    /** Whether it says more than the default rules do: then what is not declared beside it is refused. */
    boolean declaresRequirement() {
        return access instanceof Access.Guarded guarded && guarded.declaresRequirement();
    }

    @Override
    public String toString() {
        return name;
    }
}
