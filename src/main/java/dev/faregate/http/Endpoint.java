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
    private final Permission permission;
    private final Scopes scopes;
    private final Set<CredentialKind> kinds;
    private final String limitName;
    private final @Nullable String resourceVariable;
    private final String name;

    private Endpoint(
            String method,
            String path,
            @Nullable PathTemplate template,
            Permission permission,
            Scopes scopes,
            Set<CredentialKind> kinds,
            String limitName,
            @Nullable String resourceVariable) {
        this.method = method;
        this.path = path;
        this.template = template;
        this.permission = permission;
        this.scopes = scopes;
        this.kinds = kinds;
        this.limitName = limitName;
        this.resourceVariable = resourceVariable;
        this.name = method + ' ' + path;
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
        return new Endpoint(method, path, template, permission, Scopes.none(), Set.of(), method + ' ' + path, null);
    }

    /**
     * The same, needing another permission.
     *
     * @param required the permission needed
     * @return the changed endpoint
     */
    public Endpoint requiring(Permission required) {
        Objects.requireNonNull(required, "required");
        return new Endpoint(method, path, template, required, scopes, kinds, limitName, resourceVariable);
    }

    /**
     * The same, needing scopes besides the permission.
     *
     * @param required the scopes needed
     * @return the changed endpoint
     */
    public Endpoint requiring(Scopes required) {
        Objects.requireNonNull(required, "required");
        return new Endpoint(method, path, template, permission, required, kinds, limitName, resourceVariable);
    }

    /**
     * The same, for some kinds of credential only: with another kind that the guard accepts, the answer is 403.
     *
     * @param required the kinds; at least one
     * @return the changed endpoint
     * @throws IllegalArgumentException if no kind is named
     */
    public Endpoint requiring(CredentialKind... required) {
        if (required.length == 0) {
            throw new IllegalArgumentException("kinds of credential: none (expected: at least one) for " + this);
        }
        return new Endpoint(method, path, template, permission, scopes, Set.of(required), limitName, resourceVariable);
    }

    /**
     * The same, sharing buckets with every endpoint that is limited under the same name.
     *
     * @param name the name that the rate limiter knows; by default the method and path
     * @return the changed endpoint
     */
    public Endpoint limitedAs(String name) {
        Objects.requireNonNull(name, "name");
        return new Endpoint(method, path, template, permission, scopes, kinds, name, resourceVariable);
    }

    /**
     * The same, open only to credentials for the resource that a variable of the path names.
     *
     * @param variable the variable's name, without braces
     * @return the changed endpoint
     * @throws IllegalArgumentException if the path has no such variable
     */
    public Endpoint forResourceIn(String variable) {
        if (!path.contains('{' + variable + '}')) {
            throw new IllegalArgumentException(
                    "resource variable: \"" + variable + "\" (expected: a variable of " + this + ")");
        }
        return new Endpoint(method, path, template, permission, scopes, kinds, limitName, variable);
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
     * The permission that a credential needs.
     *
     * @return the permission
     */
    public Permission permission() {
        return permission;
    }

    /**
     * The scopes that a credential needs besides.
     *
     * @return the scopes
     */
    public Scopes scopes() {
        return scopes;
    }

    /**
     * The kinds of credential that it is for.
     *
     * @return the kinds; empty for any that the guard accepts
     */
    public Set<CredentialKind> kinds() {
        return kinds;
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

    @Nullable
    String resourceVariable() {
        return resourceVariable;
    }

    @Override
    public String toString() {
        return name;
    }
}
