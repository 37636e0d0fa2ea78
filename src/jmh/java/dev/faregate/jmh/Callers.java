package dev.faregate.jmh;

import java.util.Random;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Who calls: one caller, or 100,000 in a random order that is the same for all. */
@State(Scope.Thread)
public class Callers {

    /** How many callers. */
    @Param({"1", "100000"})
    public int callers;

    private String[] inOrder;
    private int at;

    /** Makes the order. A key is the same {@code String} each time, which favours every map alike. */
    @Setup(Level.Trial)
    public void shuffle() {
        String[] all = new String[callers];
        for (int i = 0; i < callers; i++) {
            all[i] = "caller-" + i;
        }
        Random random = new Random(42);
        inOrder = new String[1 << 20];
        for (int i = 0; i < inOrder.length; i++) {
            inOrder[i] = all[random.nextInt(callers)];
        }
    }

    /**
     * The next caller.
     *
     * @return its key
     */
    public String next() {
        return inOrder[at++ & inOrder.length - 1];
    }
}
