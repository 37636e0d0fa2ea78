package dev.faregate.integration.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The one message that gRPC clients look for before they try again, {@code google.rpc.RetryInfo} within
 * {@code google.rpc.Status}. Written by hand: the library that could do it weighs thirty times as much as this one, and every build
 * would fetch it.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">The encoding</a>
 */
final class RetryInfo {

    private static final byte[] TYPE = "type.googleapis.com/google.rpc.RetryInfo".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER = 0;
    private static final int BYTES = 2;

    private RetryInfo() {}

    /** {@code Status {code = 1; message = 2; details = 3 {type_url = 1; value = 2 {retry_delay = 1 {seconds = 1}}}}}. */
    static byte[] status(int code, String message, long seconds) {
        Message delay = new Message().number(1, seconds);
        Message any = new Message()
                .bytes(1, TYPE)
                .bytes(2, new Message().bytes(1, delay.bytes()).bytes());
        return new Message()
                .number(1, code)
                .bytes(2, message.getBytes(StandardCharsets.UTF_8))
                .bytes(3, any.bytes())
                .bytes();
    }

    /** Fields one after the other. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((field << 3) | NUMBER);
            varint(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            varint((field << 3) | BYTES);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while (rest > 0x7F) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
