package dev.faregate.basetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.faregate.identity.Verification;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * All 401 vectors for JSON Web Signatures of Wycheproof, C2SP/wycheproof, {@code testvectors_v1/json_web_signature_test.json}
 * (Apache License 2.0), each against the verifier that its group's key makes here. As this library mints one header for a key,
 * the header of a group's first vector, which is a valid one, is taken for the minted one.
 *
 * <p>Of the groups' keys only those for HS256, RS256 and ES256 that are for verifying can be configured: here, because the library
 * takes no JWK and leaves what one says of itself to whoever reads it. The other groups have no key that verifies them.
 */
class WycheproofTest {

    /** Named invalid, though their text is that of vector 357, which is valid. */
    private static final List<Long> SAME_TEXT_AS_A_VALID_ONE = List.of(367L, 370L);

    /** 18: the high s of twins, of which 378 is accepted; 372, 373: "?" in base64url; 376, 377: headers that are not minted. */
    private static final List<Long> VALID_ELSEWHERE_BUT_SPELLED_OTHERWISE = List.of(18L, 372L, 373L, 376L, 377L);

    private static final Set<String> ALGORITHMS_NOT_OFFERED =
            Set.of("RS384", "RS512", "PS256", "PS384", "PS512", "ES521");

    /** Made by RS256 with a key for PS512, to be told from it by the header alone, which no RS256 key here mints. */
    private static final List<Long> RS256_WITH_A_KEY_FOR_PS512 = List.of(331L, 332L);

    private record Vector(long id, String jws, boolean valid) {
        static Vector of(Map<?, ?> test) {
            return new Vector(
                    (Long) member(test, "tcId"), (String) member(test, "jws"), "valid".equals(test.get("result")));
        }

        String header() {
            return jws.split("\\.", 2)[0];
        }
    }

    private record Group(JWK key, List<Vector> vectors) {
        static Group of(Map<?, ?> group) {
            try {
                return new Group(
                        JWK.parse(JSONObjectUtils.toJSONString(members(member(group, "key")))),
                        ((List<?>) member(group, "tests"))
                                .stream()
                                        .map(test -> Vector.of((Map<?, ?>) test))
                                        .toList());
            } catch (Exception unreadable) {
                throw new IllegalStateException("group " + group.get("comment"), unreadable);
            }
        }

        String algorithm() {
            return String.valueOf(key.getAlgorithm());
        }

        boolean isOfAnAlgorithmNotOffered() {
            return ALGORITHMS_NOT_OFFERED.contains(algorithm());
        }

        /** The verifier that the key makes here, if it makes one. */
        Optional<SigningKey> configured() {
            boolean forVerifying = !KeyUse.ENCRYPTION.equals(key.getKeyUse())
                    && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
            return forVerifying && !isOfAnAlgorithmNotOffered() ? Optional.of(nearest()) : Optional.empty();
        }

        /** The same key under the algorithm that this library has for its type. */
        SigningKey nearest() {
            try {
                if (key instanceof OctetSequenceKey secret) {
                    return SigningKey.hs256(secret.toByteArray());
                }
                return key instanceof ECKey ec
                        ? SigningKey.es256(ec.toKeyPair())
                        : SigningKey.rs256(((RSAKey) key).toKeyPair());
            } catch (JOSEException unreadable) {
                throw new IllegalStateException(key.getKeyID(), unreadable);
            }
        }
    }

    @Test
    void nothingInvalidIsAcceptedAndOfTheValidOnlyWhatIsSpelledAsMinted() throws Exception {
        List<Long> falselyAccepted = new ArrayList<>();
        List<Long> refused = new ArrayList<>();
        List<Long> notOffered = new ArrayList<>();
        int tried = 0;
        for (Group group : groups()) {
            Optional<SigningKey> key = group.configured();
            String minted = group.vectors().get(0).header();
            for (Vector vector : group.vectors()) {
                tried++;
                boolean accepted = key.isPresent() && accepts(key.get(), minted, vector.jws());
                if (accepted && !vector.valid()) {
                    falselyAccepted.add(vector.id());
                } else if (!accepted && vector.valid()) {
                    (group.isOfAnAlgorithmNotOffered() ? notOffered : refused).add(vector.id());
                }
            }
        }
        assertThat(tried).isEqualTo(401);
        assertThat(falselyAccepted).isEqualTo(SAME_TEXT_AS_A_VALID_ONE);
        assertThat(refused).isEqualTo(VALID_ELSEWHERE_BUT_SPELLED_OTHERWISE);
        assertThat(notOffered).hasSize(26);
    }

    @Test
    void signaturesOfAlgorithmsNotOfferedAreRefusedEvenUnderTheirOwnHeaderAndKey() throws Exception {
        List<Long> accepted = new ArrayList<>();
        int tried = 0;
        for (Group group : groups()) {
            if (group.isOfAnAlgorithmNotOffered() && group.key() instanceof RSAKey) {
                for (Vector vector : group.vectors()) {
                    tried++;
                    if (accepts(group.nearest(), vector.header(), vector.jws())) {
                        accepted.add(vector.id());
                    }
                }
            }
        }
        assertThat(tried).isEqualTo(83);
        assertThat(accepted).isEqualTo(RS256_WITH_A_KEY_FOR_PS512);
    }

    @Test
    void keysOfAnotherCurveAreNotConfigured() throws Exception {
        List<Group> groups = groups().stream()
                .filter(group -> "ES521".equals(group.algorithm()))
                .toList();
        assertThat(groups)
                .hasSize(2)
                .allSatisfy(group -> assertThatIllegalArgumentException()
                        .isThrownBy(group::nearest)
                        .withMessageContaining("P-256"));
    }

    private static boolean accepts(SigningKey key, String minted, String jws) {
        return jws.startsWith(minted + ".") && CompactJws.payload(jws, key) instanceof Verification.Accepted;
    }

    private static List<Group> groups() throws Exception {
        try (InputStream file =
                Objects.requireNonNull(WycheproofTest.class.getResourceAsStream("wycheproof-jws.json"))) {
            Map<String, Object> json = JSONObjectUtils.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            return ((List<?>) member(json, "testGroups"))
                    .stream().map(group -> Group.of((Map<?, ?>) group)).toList();
        }
    }

    private static Object member(Map<?, ?> object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Object object) {
        return (Map<String, Object>) object;
    }
}
