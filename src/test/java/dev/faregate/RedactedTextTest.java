package dev.faregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.faregate.apitoken.SecretDigest;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.http.Endpoint;
import dev.faregate.http.ResponseHeaders;
import dev.faregate.identity.Caller;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.ratelimit.Decision;
import dev.faregate.ratelimit.RateLimiter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What no public type shows of itself: each is made with a marked text in every place that takes one, and must not repeat it, unless the
 * place is listed here as one that never holds a secret. A new type, or a new place, has to be listed or redacted.
 */
class RedactedTextTest {

    /** What may be shown: ids, names and words that are not secrets. */
    private static final Set<String> SHOWN = Set.of(
            "apitoken.ApiToken.metadata",
            "apitoken.ApiToken.metadata (name)",
            "apitoken.ApiToken.name",
            "apitoken.ApiTokenPage.next",
            "apitoken.ApiTokenQuery.after",
            "apitoken.ApiTokenQuery.name",
            "apitoken.ApiTokenRequest.metadata",
            "apitoken.ApiTokenRequest.metadata (name)",
            "apitoken.ApiTokenRequest.name",
            "apitoken.IssueResult$InvalidName.problem",
            "apitoken.IssueResult$NameTaken.name",
            "apitoken.RenameResult$InvalidName.problem",
            "apitoken.RenameResult$NameTaken.name",
            "basetoken.Claims.extra",
            "basetoken.Claims.extra (name)",
            "basetoken.Claims.jwtId",
            "exchange.ExchangeRequest.claims",
            "exchange.ExchangeRequest.claims (name)",
            "exchange.ExchangeResult$InvalidRequest.problem",
            "exchange.Introspection$Active.audience",
            "exchange.Introspection$Active.id",
            "exchange.Introspection$Active.issuer",
            "exchange.Session.id",
            "exchange.SessionStore$Use.sessionId",
            "exchange.SignInRequest.claims",
            "exchange.SignInRequest.claims (name)",
            "integration.spring.routes.FunctionalRoutes$Functional.handler",
            "integration.spring.routes.FunctionalRoutes$Functional.method",
            "integration.spring.routes.FunctionalRoutes$Functional.pattern",
            "http.Endpoints$Match.pathVariables",
            "http.Endpoints$Match.pathVariables (name)",
            "http.ErrorFormat$Answer.contentType",
            "http.Problem.detail",
            "http.Problem.members",
            "http.Problem.members (name)",
            "http.Reply.headers (name)",
            "identity.Owner.id",
            "identity.Resource.id",
            "identity.Scopes.values",
            "identity.Verification$Accepted.value",
            "integration.spring.FaregateProperties.issuer",
            "integration.spring.FaregateProperties.limit",
            "integration.spring.FaregateProperties.limits",
            "integration.spring.FaregateProperties.limits (name)",
            "ratelimit.Limit.name",
            "revocation.LogPosition.logId",
            "revocation.RevocationTarget.id");

    /** Types with a {@code toString} of their own that are no records, and what shows that theirs hide what they hold. */
    private static final Set<String> TOLD_ELSEWHERE = Set.of(
            "apitoken.OwnedApiTokens",
            "apitoken.SecretDigest",
            "apitoken.SecretSeal",
            "basetoken.BaseTokenProfile",
            "basetoken.ExtraClaims",
            "basetoken.KeyRing",
            "basetoken.SigningKey",
            "basetoken.SigningKeys",
            "http.CredentialSource",
            "http.Endpoint",
            "http.ResponseHeaders",
            "http.RouteInventory",
            "integration.spring.routes.GuardedPaths",
            "ratelimit.Decision",
            "ratelimit.EndpointLimiter",
            "ratelimit.Limits");

    private final Map<String, String> marked = new HashMap<>();

    @Test
    void noRecordShowsATextThatMayBeASecret() throws Exception {
        Set<String> shown = new TreeSet<>();
        for (Class<?> type : publicTypes()) {
            if (type.isRecord()) {
                String text = made(type).toString();
                marked.forEach((marker, place) -> {
                    if (text.contains(marker)) {
                        shown.add(place);
                    }
                });
            }
        }
        assertThat(marked)
                .containsValues(
                        "apitoken.IssuedApiToken.secret",
                        "exchange.BaseToken.text",
                        "http.Verdict$Admitted.credential");
        assertThat(shown).isEqualTo(new TreeSet<>(SHOWN));
    }

    @Test
    void everyOtherTypeWithATextOfItsOwnIsKnownToTellNoSecret() throws Exception {
        Set<String> telling = new TreeSet<>();
        for (Class<?> type : publicTypes()) {
            if (!type.isRecord()
                    && !type.isEnum()
                    && !type.isInterface()
                    && type.getMethod("toString").getDeclaringClass().getName().startsWith("dev.faregate")) {
                telling.add(name(type));
            }
        }
        assertThat(telling).isEqualTo(new TreeSet<>(TOLD_ELSEWHERE));
    }

    private static List<Class<?>> publicTypes() {
        Path classes = Path.of(Faregate.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return new ClassFileImporter()
                .importPath(classes).stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> !type.getPackageName().startsWith("dev.faregate.demo"))
                        .<Class<?>>map(JavaClass::reflect)
                        .filter(type -> type.getEnclosingClass() == null
                                || Modifier.isPublic(type.getEnclosingClass().getModifiers()))
                        .toList();
    }

    private static String name(Class<?> type) {
        return type.getName().substring("dev.faregate.".length());
    }

    private Object made(Class<?> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(components[i].getGenericType(), name(type) + '.' + components[i].getName());
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private Object value(Type type, String place) throws Exception {
        Class<?> raw = type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : asClass(type);
        if (raw == String.class || raw == Object.class) {
            return marker(place);
        }
        if (raw == Instant.class) {
            marker(place);
        }
        if (raw == ExtraClaims.class) {
            return ExtraClaims.of(Map.of(marker(place + " (name)"), marker(place)));
        }
        if (raw == Map.class) {
            return Map.of(value(String.class, place + " (name)"), value(argument(type, 1), place));
        }
        if (raw == List.class) {
            return List.of(value(argument(type, 0), place));
        }
        if (raw == Set.class) {
            return Set.of(value(argument(type, 0), place));
        }
        if (raw == SortedSet.class) {
            return new TreeSet<>(Set.of(value(argument(type, 0), place)));
        }
        if (raw == Optional.class) {
            return Optional.of(value(argument(type, 0), place));
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        if (raw.isSealed() && raw.isInterface() && raw != Caller.class) {
            Class<?> first = raw.getPermittedSubclasses()[0];
            Constructor<?> constructor = first.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return first.isRecord()
                    ? made(first)
                    : constructor.newInstance(new Object[constructor.getParameterCount()]);
        }
        return raw.isRecord() ? made(raw) : fixed(raw);
    }

    private String marker(String place) {
        String marker = (place.contains("Paths") ? "/" : "") + "sEcReT" + marked.size() + 'x';
        marked.put(marker, place);
        return marker;
    }

    private static Class<?> asClass(Type type) {
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    private Object fixed(Class<?> type) throws Exception {
        Map<Class<?>, Object> values = Map.of(
                int.class, 1,
                long.class, 1L,
                boolean.class, true,
                Instant.class, Instant.ofEpochSecond(marked.size()),
                Duration.class, Duration.ofSeconds(1),
                Endpoint.class, Endpoint.of("GET /rows"),
                Decision.class, RateLimiter.builder().build().take("rows", "ada"),
                Caller.class, caller());
        Object value = values.get(type);
        if (value != null) {
            return value;
        }
        if (type == SecretDigest.class) {
            return SecretDigest.parse("1:0011223344556677");
        }
        if (type == ResponseHeaders.class) {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(new String[] {"X-RateLimit-Limit", "5"}, null, null);
        }
        throw new AssertionError("no value of " + type + " (expected: one in this test)");
    }

    private static Caller caller() {
        return VerifiedCallers.verified(
                CredentialKind.API_TOKEN, "id", Owner.of("ada"), null, Permission.READ, Scopes.none());
    }
}
