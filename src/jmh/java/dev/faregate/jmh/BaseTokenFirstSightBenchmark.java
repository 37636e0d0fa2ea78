package dev.faregate.jmh;

import dev.faregate.basetoken.BaseTokenVerifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A base token (HS256) that was never seen: all that verifying is. Each text is a fresh {@code String}. Ours gets a verifier
 * without a memory whenever the texts begin again, and checks revocation as well. The floor is the HMAC
 * alone, with nothing decoded.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BaseTokenFirstSightBenchmark {

    private final MintedTokens tokens = new MintedTokens(1 << 16);
    private final TokenPeers.Peer nimbus =
            TokenPeers.nimbus(MintedTokens.SECRET, MintedTokens.ISSUER, MintedTokens.TYP);
    private final TokenPeers.Peer jjwt = TokenPeers.jjwt(MintedTokens.SECRET, MintedTokens.ISSUER);
    private final TokenPeers.Peer javaJwt = TokenPeers.javaJwt(MintedTokens.SECRET, MintedTokens.ISSUER);
    private final TokenPeers.Peer jose4j = TokenPeers.jose4j(MintedTokens.SECRET, MintedTokens.ISSUER);
    private BaseTokenVerifier verifier = tokens.verifier();
    private final Mac mac = mac();

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(MintedTokens.SECRET, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /**
     * Ours.
     *
     * @return what it proves
     */
    @Benchmark
    public Object faregate() {
        if (tokens.atStart()) {
            verifier = tokens.verifier();
        }
        return verifier.verify(tokens.next()).orElseThrow();
    }

    /**
     * The HMAC that none can do without.
     *
     * @return the HMAC
     */
    @Benchmark
    public byte[] floor() {
        String text = tokens.next();
        mac.update(text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.ISO_8859_1));
        return mac.doFinal();
    }

    /**
     * Nimbus's {@code DefaultJWTProcessor}.
     *
     * @return what stands for the claims
     */
    @Benchmark
    public Object nimbus() {
        return nimbus.verify(tokens.next());
    }

    /**
     * The jjwt library.
     *
     * @return what stands for the claims
     */
    @Benchmark
    public Object jjwt() {
        return jjwt.verify(tokens.next());
    }

    /**
     * Auth0's java-jwt.
     *
     * @return what stands for the claims
     */
    @Benchmark
    public Object javaJwt() {
        return javaJwt.verify(tokens.next());
    }

    /**
     * The jose4j library.
     *
     * @return what stands for the claims
     */
    @Benchmark
    public Object jose4j() {
        return jose4j.verify(tokens.next());
    }
}
