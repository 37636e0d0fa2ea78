package dev.faregate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A TCP proxy to a server on this machine that fails on command: late, silent, cut or closed, as networks do. Its own port
 * stays the same whatever happens.
 */
public final class FaultyProxy implements AutoCloseable {

    private static final int CHUNK = 16_384;

    /**
     * The port is given up while nobody listens, and must not be taken meanwhile. Systems choose ports from 32768 up for
     * connections and for servers that ask for any.
     */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;

    private static final AtomicInteger NEXT_PORT = new AtomicInteger(LOWEST_PORT);

    /** How bytes fare. */
    private enum Mode {
        RELAY,
        /** Taken, never delivered, never refused: as a firewall that drops packets. */
        BLACKHOLE,
        /** Connections are reset as they come. */
        RESET,
        /** Nobody listens. */
        REFUSE
    }

    private final int serverPort;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;
    private volatile Mode mode = Mode.RELAY;
    private volatile long delayMillis;
    private volatile boolean closed;

    private volatile String fatalWord = "";
    private final AtomicInteger fatalTimes = new AtomicInteger();

    /** Relays to this port of 127.0.0.1. */
    public FaultyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = listening();
        this.port = listener.getLocalPort();
        accepting(listener);
    }

    public int port() {
        return port;
    }

    /** Everything works again, also on connections that were silent. */
    public void heal() throws IOException {
        delayMillis = 0;
        if (mode == Mode.REFUSE) {
            listener = listening(port);
            accepting(listener);
        }
        mode = Mode.RELAY;
    }

    /** Every chunk of bytes arrives so much later, each way. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** So many times, a connection is reset at the moment when its client sends the word, which the server never hears. */
    public void cutAt(String word, int times) {
        fatalWord = word;
        fatalTimes.set(times);
    }

    /** How many of these cuts are yet to come. */
    public int cutsToCome() {
        return Math.max(0, fatalTimes.get());
    }

    /** Connections stay, but nothing gets through. */
    public void blackhole() {
        mode = Mode.BLACKHOLE;
    }

    /** All connections are reset, and new ones as they come. */
    public void reset() {
        mode = Mode.RESET;
        cut();
    }

    /** All connections are reset, and new ones are refused. */
    public void refuse() throws IOException {
        mode = Mode.REFUSE;
        listener.close();
        cut();
    }

    /** All connections are reset; new ones work. */
    public void cut() {
        open.forEach(FaultyProxy::reset);
        open.clear();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        cut();
    }

    private static ServerSocket listening() throws IOException {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try {
                return listening(port);
            } catch (BindException taken) {
                if (port >= HIGHEST_PORT) {
                    throw taken;
                }
            }
        }
    }

    private static ServerSocket listening(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
        return socket;
    }

    private void accepting(ServerSocket from) {
        start("accept", () -> {
            while (!from.isClosed()) {
                relay(from.accept());
            }
        });
    }

    private void relay(Socket client) {
        if (mode == Mode.RESET) {
            reset(client);
            return;
        }
        open.add(client);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(server);
            start("to server", () -> pump(client, server, this::isFatal));
            start("to client", () -> pump(server, client, chunk -> false));
        } catch (IOException e) {
            reset(client);
        }
    }

    private boolean isFatal(String said) {
        return fatalTimes.get() > 0 && said.contains(fatalWord) && fatalTimes.getAndDecrement() > 0;
    }

    private void pump(Socket from, Socket to, Predicate<String> fatal) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (fatal.test(new String(chunk, 0, read, StandardCharsets.ISO_8859_1))) {
                    reset(from);
                    reset(to);
                    return;
                }
                hold();
                out.write(chunk, 0, read);
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** As long as the network is late or silent. */
    private void hold() {
        try {
            TimeUnit.MILLISECONDS.sleep(delayMillis);
            while (mode == Mode.BLACKHOLE && !closed) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            // Without lingering, closing sends a reset.
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new AssertionError(e);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // A connection that was cut ends its pumps: that is what the proxy is for.
                        Thread.currentThread().interrupt();
                    }
                },
                "faulty-proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
