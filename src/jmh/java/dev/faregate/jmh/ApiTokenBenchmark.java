package dev.faregate.jmh;

import dev.faregate.Faregate;
import dev.faregate.apitoken.ApiToken;
import dev.faregate.apitoken.ApiTokenRequest;
import dev.faregate.apitoken.Quota;
import dev.faregate.apitoken.TokenIssuer;
import dev.faregate.identity.Owner;
import dev.faregate.identity.Permission;
import dev.faregate.identity.Verification;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Random;
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
 * An API token checked in memory, each time out of a fresh {@code String} as a server reads it, among 1,000 in random order. The
 * floor digests and looks up, and checks neither shape nor life nor revocation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ApiTokenBenchmark {

    private static final int TOKENS = 1_000;

    private final byte[][] presented = new byte[1 << 16][];
    private final Map<ByteBuffer, String> byDigest = new ConcurrentHashMap<>();
    private TokenIssuer issuer;
    private int at;

    /** Issues the API tokens, and makes the order. */
    @Setup(Level.Trial)
    public void issue() throws GeneralSecurityException {
        issuer = Faregate.builder().quota(Quota.unlimited()).build().tokenIssuer();
        byte[][] secrets = new byte[TOKENS][];
        for (int i = 0; i < TOKENS; i++) {
            String secret = issuer.issue(ApiTokenRequest.of("token " + i, Owner.of("ada"), Permission.READ))
                    .orElseThrow()
                    .secret();
            secrets[i] = secret.getBytes(StandardCharsets.ISO_8859_1);
            byDigest.put(ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(secrets[i])), secret);
        }
        Random random = new Random(42);
        for (int i = 0; i < presented.length; i++) {
            presented[i] = secrets[random.nextInt(TOKENS)];
        }
    }

    private String next() {
        return new String(presented[at++ & presented.length - 1], StandardCharsets.ISO_8859_1);
    }

    /**
     * Shape, checksum, digest, look-up, life, revocation, owner's rights, last use.
     *
     * @return the verification
     */
    @Benchmark
    public Verification<ApiToken> faregate() {
        return issuer.authenticate(next());
    }

    /**
     * Digest and look-up only.
     *
     * @return what was found
     */
    @Benchmark
    public String floor() throws GeneralSecurityException {
        byte[] bytes = next().getBytes(StandardCharsets.ISO_8859_1);
        return byDigest.get(ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
