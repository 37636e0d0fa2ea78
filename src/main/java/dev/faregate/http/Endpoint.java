package dev.faregate.http;

import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
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

    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final String method;
    private final String path;
    private final @Nullable PathTemplate template;
    private final Access access;
    private final String limitName;
    private final String name;

    private Endpoint(
            String method, String path, @Nullable PathTemplate template, Access access, String limitName, String name) {
        this.method = method;
        this.path = path;
        this.template = template;
        this.access = access;
        this.limitName = limitName;
        this.name = name;
    }

    /** What stands for an endpoint where there is none. */
    static Endpoint called(String name) {
        return new Endpoint("", "", null, Access.Guarded.by(Permission.READ), name, name);
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
        return new Endpoint(method, path, template, Access.Guarded.by(permission), name, name);
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
     * The same, needing scopes besides the permission.
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
     * The same, only for credentials for the resource that a variable of the path names.
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
     * The same, for anyone: no credential is needed, none that is sent is looked at, and nothing that was required before still is. Requests are limited by the
     * client's address, as guesses are, see {@link RequestGuardBuilder#trustedProxies}.
     *
     * @return the changed endpoint
     */
    public Endpoint open() {
        return with(Access.Open.TO_ANYONE);
    }

    /**
     * The same, {@link #open() open}, for a handler that checks a credential by itself: the password of a sign-in, say. One that is wrong is
     * refused as {@link Problem.Kind#SIGN_IN_FAILED}, and counts as a guess; an address that has guessed too often, at passwords or
     * at tokens, is answered 429 before the handler runs, see {@link RequestGuardBuilder#failuresPerAddress}.
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
        return new Endpoint(method, path, template, access, Objects.requireNonNull(name, "name"), this.name);
    }

    private Endpoint with(Access changed) {
        return new Endpoint(method, path, template, changed, limitName, name);
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
     * @return in upper case
     */
    public String method() {
        return method;
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

    Access access() {
        return access;
    }

    @Override
    public String toString() {
        return name;
    }
}
