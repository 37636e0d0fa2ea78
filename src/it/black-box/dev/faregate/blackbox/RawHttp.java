package dev.faregate.blackbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Requests that no HTTP client would send, and answers byte for byte. */
public final class RawHttp {

    private RawHttp() {}

    /** Sends each character as a byte and returns all that comes back until the server closes; "" if it just hangs up. */
    public static String exchange(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Subject.PATIENCE.toMillis());
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            } catch (SocketException hungUp) {
                return "";
            }
        }
    }

    /** The status of an answer; 0 if there is none. */
    public static int status(String answer) {
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.split(" ", 3)[1]);
    }

    /** What comes after the headers. */
    public static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
