package dev.faregate.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests that no HTTP client would send, and answers byte for byte. */
public final class RawHttp {

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");
    private static final Pattern CHUNKED = Pattern.compile("(?i)\r\nTransfer-Encoding: *chunked");

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

    /** Sends a request and returns the answer as soon as it is there whole, for the server may keep the connection. */
    static RawAnswer send(int port, RawRequest request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Subject.PATIENCE.toMillis());
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request.text().getBytes(StandardCharsets.ISO_8859_1));
                InputStream answer = socket.getInputStream();
                byte[] some = new byte[8_192];
                int length = answer.read(some);
                while (length >= 0) {
                    read.write(some, 0, length);
                    length = isWhole(text(read), request.method()) ? -1 : answer.read(some);
                }
            } catch (SocketException hungUp) {
                // What has come is all there is.
            }
            return new RawAnswer(status(text(read)), text(read));
        }
    }

    private static String text(ByteArrayOutputStream read) {
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    private static boolean isWhole(String answer, String method) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String head = answer.substring(0, end);
        Matcher length = CONTENT_LENGTH.matcher(head);
        if (status(answer) == 101 || method.equals("HEAD")) {
            return true;
        }
        if (length.find()) {
            return answer.length() - end - 4 >= Integer.parseInt(length.group(1));
        }
        return CHUNKED.matcher(head).find() && answer.endsWith("0\r\n\r\n");
    }

    /** The status of an answer; 0 if there is none. */
    public static int status(String answer) {
        return answer.isEmpty()
                ? 0
                : Integer.parseInt(answer.split(" ", 3)[1].strip().substring(0, 3));
    }

    /** What comes after the headers. */
    public static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
