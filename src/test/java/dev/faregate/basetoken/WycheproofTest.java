package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.identity.Verification;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Wycheproof's vectors for signature and spelling. As this library mints one header for a key, the header of a group's first
 * vector, which is a valid one, is taken for the minted one.
 */
class WycheproofTest {

    /** Named invalid, though their text is that of vector 357, which is valid. */
    private static final List<Long> SAME_TEXT_AS_A_VALID_ONE = List.of(367L, 370L);

    /** 18: the high s of twins, of which 378 is accepted; 372, 373: "?" in base64url; 376, 377: headers that are not minted. */
    private static final List<Long> VALID_ELSEWHERE_BUT_SPELLED_OTHERWISE = List.of(18L, 372L, 373L, 376L, 377L);

    private record Vector(long id, String jws, boolean valid) {
        static Vector of(Map<?, ?> test) {
            return new Vector(
                    (Long) text(test, "tcId"), (String) text(test, "jws"), "valid".equals(test.get("result")));
        }

        private static Object text(Map<?, ?> test, String name) {
            return Objects.requireNonNull(test.get(name), name);
        }
    }

    @Test
    void nothingInvalidIsAcceptedAndOfTheValidOnlyWhatIsSpelledAsMinted() throws Exception {
        List<Long> falselyAccepted = new ArrayList<>();
        List<Long> refused = new ArrayList<>();
        int tried = 0;
        for (Map<?, ?> group : groups()) {
            SigningKey key = key(JWK.parse(JSONObjectUtils.toJSONString(members(group.get("private")))));
            List<Vector> vectors = ((List<?>) Objects.requireNonNull(group.get("tests")))
                    .stream().map(test -> Vector.of((Map<?, ?>) test)).toList();
            String minted = vectors.get(0).jws().split("\\.", 2)[0];
            for (Vector vector : vectors) {
                tried++;
                boolean accepted = accepts(key, minted, vector.jws());
                if (accepted && !vector.valid()) {
                    falselyAccepted.add(vector.id());
                } else if (!accepted && vector.valid()) {
                    refused.add(vector.id());
                }
            }
        }
        assertThat(tried).isEqualTo(140);
        assertThat(falselyAccepted).isEqualTo(SAME_TEXT_AS_A_VALID_ONE);
        assertThat(refused).isEqualTo(VALID_ELSEWHERE_BUT_SPELLED_OTHERWISE);
    }

    private static boolean accepts(SigningKey key, String minted, String jws) {
        return jws.startsWith(minted + ".")
                && CompactJws.payload(jws, minted.length(), key) instanceof Verification.Accepted;
    }

    private static SigningKey key(JWK jwk) throws Exception {
        if (jwk instanceof OctetSequenceKey secret) {
            return SigningKey.hs256(secret.toByteArray());
        }
        return jwk instanceof ECKey ec
                ? SigningKey.es256(ec.toKeyPair())
                : SigningKey.rs256(((RSAKey) jwk).toKeyPair());
    }

    private static List<Map<?, ?>> groups() throws Exception {
        try (InputStream file =
                Objects.requireNonNull(WycheproofTest.class.getResourceAsStream("wycheproof-jws.json"))) {
            return vectors(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<Map<?, ?>> vectors(String json) throws ParseException {
        List<Map<?, ?>> groups = new ArrayList<>();
        for (Object group :
                (List<?>) Objects.requireNonNull(JSONObjectUtils.parse(json).get("testGroups"))) {
            groups.add((Map<?, ?>) group);
        }
        return groups;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(@Nullable Object object) {
        return (Map<String, Object>) Objects.requireNonNull(object);
    }
}
