package dev.faregate.jmh;

import dev.faregate.basetoken.BaseTokenVerifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A base token (HS256) that was seen before, among a thousand, its text freshly read: expiry and revocation are checked again.
 * The peers have no memory. The floor is a map look-up by the text.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BaseTokenSeenBeforeBenchmark {

    private final MintedTokens tokens = new MintedTokens(1_000);
    private final TokenPeers.Peer nimbus =
            TokenPeers.nimbus(MintedTokens.SECRET, MintedTokens.ISSUER, MintedTokens.TYP);
    private final TokenPeers.Peer jjwt = TokenPeers.jjwt(MintedTokens.SECRET, MintedTokens.ISSUER);
    private final TokenPeers.Peer javaJwt = TokenPeers.javaJwt(MintedTokens.SECRET, MintedTokens.ISSUER);
    private final TokenPeers.Peer jose4j = TokenPeers.jose4j(MintedTokens.SECRET, MintedTokens.ISSUER);
    private final BaseTokenVerifier verifier = tokens.verifier();
    private final Map<String, String> map = new ConcurrentHashMap<>();

    /** Shows every text twice, as ours remembers none that is shown only once. */
    @Setup(Level.Trial)
    public void see() {
        do {
            String text = tokens.next();
            map.put(text, text);
            verifier.verify(text).orElseThrow();
            verifier.verify(text).orElseThrow();
        } while (!tokens.atStart());
    }

    /**
     * Ours.
     *
     * @return what it proves
     */
    @Benchmark
    public Object faregate() {
        return verifier.verify(tokens.next()).orElseThrow();
    }

    /**
     * A map look-up.
     *
     * @return what the map has
     */
    @Benchmark
    public Object floor() {
        return map.get(tokens.next());
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
