package dev.faregate.demo.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder of one demo's data and keys. Two demos with a server each must not share it. */
final class DataFolder implements AutoCloseable {

    private final Path path;
    private final KeyFile keys;
    private final @Nullable FileChannel lock;

    private DataFolder(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
        this.keys = KeyFile.in(path);
    }

    /** For a server that others may use as well. */
    static DataFolder shared(Path folder) {
        return new DataFolder(created(folder), null);
    }

    /**
     * For this process alone.
     *
     * @throws IllegalStateException if another demo has it
     */
    static DataFolder own(Path folder) {
        return new DataFolder(created(folder), locked(folder));
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    byte[] key(String name) {
        return keys.key(name);
    }

    @Override
    public void close() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException held) {
                throw new UncheckedIOException(held);
            }
        }
    }

    private static Path created(Path folder) {
        try {
            OwnerOnly.createFolders(folder);
            return folder;
        } catch (IOException impossible) {
            throw new IllegalStateException(folder + ": no folder, and cannot be made one", impossible);
        }
    }

    private static FileChannel locked(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException impossible) {
            throw new IllegalStateException(folder + ": cannot be written to", impossible);
        }
        throw new IllegalStateException(
                folder + " is in use by another demo; choose another folder with -Dstore.dir=DIR");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }
}
