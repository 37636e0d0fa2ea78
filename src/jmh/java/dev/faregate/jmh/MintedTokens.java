package dev.faregate.jmh;

import dev.faregate.basetoken.BaseTokenVerifier;
import dev.faregate.basetoken.Claims;
import dev.faregate.basetoken.ExtraClaims;
import dev.faregate.basetoken.KeyRing;
import dev.faregate.basetoken.SignedTokens;
import dev.faregate.basetoken.SigningKeys;
import dev.faregate.basetoken.TokenType;
import dev.faregate.identity.CredentialKind;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Resource;
import dev.faregate.identity.Scopes;
import dev.faregate.identity.VerifiedCallers;
import dev.faregate.revocation.RevocationLog;
import dev.faregate.revocation.RevocationView;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** Base tokens as an exchange makes them, about 500 characters each, signed with HS256. */
final class MintedTokens {

    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final String ISSUER = "acme";
    static final String TYP = "JWT";

    private static final Duration LIFE = Duration.ofDays(3);

    private final InstantSource clock = InstantSource.system();
    private final RevocationView revocations =
            new RevocationView(RevocationLog.inMemory(LIFE, clock, new SecureRandom()), LIFE, clock);
    private final byte[][] texts;
    private int at;

    MintedTokens(int count) {
        SignedTokens signer = signed();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        texts = new byte[count][];
        for (int i = 0; i < count; i++) {
            Claims claims = new Claims(
                    UUID.randomUUID().toString(),
                    VerifiedCallers.verified(
                            CredentialKind.BASE_TOKEN,
                            "token-" + i,
                            Owner.of("owner-" + i % 1_000),
                            Resource.of("base-" + i % 100),
                            Permission.READ_WRITE,
                            Scopes.of("rows", "files")),
                    now,
                    now.plus(LIFE),
                    revocations.position(),
                    ExtraClaims.of(Map.of("app_name", "export")));
            texts[i] = signer.sign(claims).getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The next text, fresh, as a server reads it off a socket. */
    String next() {
        int index = at++;
        if (at == texts.length) {
            at = 0;
        }
        return new String(texts[index], StandardCharsets.ISO_8859_1);
    }

    /** Whether the next text is the first one again. */
    boolean atStart() {
        return at == 0;
    }

    /** A verifier that has seen none of them. */
    BaseTokenVerifier verifier() {
        return new BaseTokenVerifier(signed());
    }

    private SignedTokens signed() {
        return new SignedTokens(
                TokenType.BASE_TOKEN,
                ISSUER,
                new KeyRing(SigningKeys.hs256(SECRET), LIFE, clock),
                revocations,
                clock,
                LIFE);
    }
}
