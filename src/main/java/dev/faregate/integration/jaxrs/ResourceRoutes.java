package dev.faregate.integration.jaxrs;

import dev.faregate.http.Endpoints;
import dev.faregate.http.RouteInventory;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resource methods that the runtime has found at start, beside the declared endpoints. The runtime does not say when it has found all, nor
 * where the application is mounted: the first request tells both. Thread-safe.
 */
final class ResourceRoutes implements DynamicFeature {

    /** The property of a request with the template of its resource method, from the class's on. */
    private static final String TEMPLATE = ResourceRoutes.class.getName();

    private record Route(String method, String template) {}

    /** Notes what a request is for, before the guard asks. */
    private record Note(String template) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            request.setProperty(TEMPLATE, template);
        }
    }

    private final Endpoints endpoints;
    private final Set<Route> routes = new LinkedHashSet<>();
    private volatile boolean checked;

    ResourceRoutes(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public synchronized void configure(ResourceInfo resource, FeatureContext context) {
        String root = find(supertypes(resource.getResourceClass()), ResourceRoutes::path);
        Method method = annotated(resource);
        if (root == null || method == null) {
            // A sub-resource, or one that was made without annotations.
            return;
        }
        String template = Templates.joined(root, path(method));
        Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(designator -> designator != null)
                .forEach(designator -> routes.add(new Route(designator.value(), template)));
        context.register(new Note(template), Priorities.AUTHENTICATION - 1);
    }

    /** At the first request for a resource method whose whole template tells where the application is mounted. */
    void check(ContainerRequestContext request, String whole) {
        if (!checked && request.getProperty(TEMPLATE) instanceof String template && whole.endsWith(template)) {
            check(whole.substring(0, whole.length() - template.length()));
        }
    }

    private synchronized void check(String mount) {
        if (checked) {
            return;
        }
        RouteInventory inventory = RouteInventory.of("JAX-RS", endpoints);
        routes.forEach(route -> inventory.route(route.method(), Templates.joined(mount, route.template())));
        inventory.check();
        checked = true;
    }

    /** The method with the annotations: the one that runs, or one that it overrides. */
    private static @Nullable Method annotated(ResourceInfo resource) {
        Method runs = resource.getResourceMethod();
        return find(supertypes(resource.getResourceClass()), type -> {
            try {
                Method method = type.getDeclaredMethod(runs.getName(), runs.getParameterTypes());
                return Stream.of(method.getAnnotations()).anyMatch(ResourceRoutes::isDesignator) ? method : null;
            } catch (NoSuchMethodException inherited) {
                return null;
            }
        });
    }

    private static boolean isDesignator(Annotation annotation) {
        return annotation.annotationType().isAnnotationPresent(HttpMethod.class);
    }

    private static @Nullable String path(AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        return path == null ? null : path.value();
    }

    private static <T> @Nullable T find(List<Class<?>> types, Function<Class<?>, @Nullable T> value) {
        for (Class<?> type : types) {
            T found = value.apply(type);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The class itself, its superclasses, and then their interfaces. */
    private static List<Class<?>> supertypes(Class<?> type) {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            types.add(each);
        }
        for (int i = 0; i < types.size(); i++) {
            types.addAll(List.of(types.get(i).getInterfaces()));
        }
        return types;
    }
}
