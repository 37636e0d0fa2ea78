package dev.faregate.integration.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One command as an operator sends it, over a connection of its own. */
final class Admin {

    private Admin() {}

    /** The first line of the answer, which must be no error. */
    static String to(int port, String... words) {
        String all = all(port, words);
        if (all.startsWith("-")) {
            throw new AssertionError(List.of(words) + ": " + all);
        }
        return all.lines().findFirst().orElseThrow();
    }

    /** The whole answer, as it is sent. */
    static String all(int port, String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            StringBuilder command = new StringBuilder();
            for (String word : words) {
                command.append('"').append(word).append("\" ");
            }
            socket.setSoTimeout(10_000);
            InputStream answer = socket.getInputStream();
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
