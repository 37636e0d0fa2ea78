package dev.faregate.jmh;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SingleKeyJWSKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.text.ParseException;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Libraries that verify the same text as ours: signature, issuer and expiry, each as its own guide says. None of them asks for
 * revocations or has a memory of what it has seen.
 */
final class TokenPeers {

    private TokenPeers() {}

    /** Verifies a text; what comes back stands for the claims. */
    interface Peer {
        Object verify(String text);
    }

    static Peer nimbus(byte[] secret, String issuer, String typ) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(typ)));
        processor.setJWSKeySelector(
                new SingleKeyJWSKeySelector<>(JWSAlgorithm.HS256, new SecretKeySpec(secret, "HmacSHA256")));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp", "sub")));
        return text -> {
            try {
                return processor.process(text, null).getSubject();
            } catch (ParseException | BadJOSEException | JOSEException refused) {
                throw new IllegalStateException(refused);
            }
        };
    }

    static Peer jjwt(byte[] secret, String issuer) {
        JwtParser parser = Jwts.parser()
                .verifyWith(Keys.hmacShaKeyFor(secret))
                .requireIssuer(issuer)
                .build();
        return text -> parser.parseSignedClaims(text).getPayload().getSubject();
    }

    static Peer javaJwt(byte[] secret, String issuer) {
        var verifier = JWT.require(Algorithm.HMAC256(secret)).withIssuer(issuer).build();
        return text -> verifier.verify(text).getSubject();
    }

    static Peer jose4j(byte[] secret, String issuer) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKey(new SecretKeySpec(secret, "HmacSHA256"))
                .setExpectedIssuer(issuer)
                .setRequireExpirationTime()
                .setSkipDefaultAudienceValidation()
                .build();
        return text -> {
            try {
                return consumer.processToClaims(text).getClaimValue("sub");
            } catch (InvalidJwtException refused) {
                throw new IllegalStateException(refused);
            }
        };
    }
}
