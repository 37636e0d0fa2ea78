package dev.faregate.demo.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The services' keys in a file beside their data, readable by its owner alone. A demo may do that; elsewhere, keys belong where whoever
 * has the data does not find them.
 */
final class KeyFile {

    private static final int KEY_BYTES = 32;

    private final Path file;
    private final Properties keys = new Properties();

    private KeyFile(Path file) {
        this.file = file;
    }

    /** Reads the file in a folder, or begins one. */
    static KeyFile in(Path folder) {
        KeyFile keys = new KeyFile(folder.resolve("keys.properties"));
        if (Files.exists(keys.file)) {
            keys.read();
        }
        return keys;
    }

    static byte[] randomKey(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /** The key of a name: always the same. */
    synchronized byte[] key(String name) {
        String known = keys.getProperty(name);
        if (known == null) {
            byte[] key = randomKey(new SecureRandom());
            keys.setProperty(name, Base64.getEncoder().encodeToString(key));
            write();
            return key;
        }
        return decoded(name, known);
    }

    private byte[] decoded(String name, String known) {
        try {
            byte[] key = Base64.getDecoder().decode(known);
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException noBase64) {
            // Answered like a key of another length.
        }
        throw new IllegalStateException(
                file + ": damaged at " + name + " (expected: " + KEY_BYTES + " bytes in base64)");
    }

    private void read() {
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void write() {
        try {
            if (!Files.exists(file)) {
                OwnerOnly.createFile(file);
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                keys.store(
                        out, "The demo's keys. Without them, what is signed is dead and what is sealed stays sealed.");
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
