package dev.faregate.integration.redis;

import dev.faregate.ratelimit.Gcra;
import dev.faregate.ratelimit.Limit;
import dev.faregate.ratelimit.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Limits as the script reads them, and the ticks that it counts in.
 *
 * <p>The script computes in doubles, which hold integers up to 2<sup>53</sup>. A tau of at most 2<sup>51</sup> ticks, a wait of
 * 2<sup>52</sup> and a cost of no more than tau stay within. So a microsecond is cut into up to 1024 ticks where a full bucket
 * is refilled within 25 days, and into fewer where it takes longer.
 */
final class BucketShape {

    private static final int FINEST = 1024;
    private static final long LONGEST_TAU = 1L << 51;

    private final Limits limits;
    private final byte[] bytes;

    private BucketShape(Limits limits, byte[] bytes) {
        this.limits = limits;
        this.bytes = bytes;
    }

    /** The limits over microseconds, in the finest ticks that stay exact. */
    static Limits counted(Limits limits) {
        for (int finest = FINEST; finest >= 1; finest /= 2) {
            Limits counted = limits.micros(finest);
            if (isExact(counted)) {
                return counted;
            }
        }
        throw new IllegalArgumentException(
                "limits: " + limits.all()
                        + " (expected: full buckets that are refilled within 71 years, counted in whole microseconds a permit)");
    }

    private static boolean isExact(Limits counted) {
        for (int i = 0; i < counted.all().size(); i++) {
            if (counted.gcra(i).tau() > LONGEST_TAU) {
                return false;
            }
        }
        return true;
    }

    /** Count, then ticks in a microsecond, interval and tau of each limit, then their names, one a line. */
    static BucketShape of(Limits limits) {
        List<Limit> all = limits.all();
        byte[] names =
                all.stream().map(Limit::name).collect(Collectors.joining("\n")).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer shape = ByteBuffer.allocate(1 + 3 * Double.BYTES * all.size() + names.length);
        shape.put((byte) all.size());
        for (int i = 0; i < all.size(); i++) {
            Gcra gcra = limits.gcra(i);
            shape.putDouble((double) gcra.ticksPerUnit());
            shape.putDouble((double) gcra.cost(1));
            shape.putDouble((double) gcra.tau());
        }
        return new BucketShape(limits, shape.put(names).array());
    }

    boolean isOf(Limits other) {
        return limits.equals(other);
    }

    /** To be read only. */
    byte[] bytes() {
        return bytes;
    }
}
