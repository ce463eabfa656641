package dev.tollgate.batch.object;

import java.io.InputStream;
import java.nio.file.Path;

/// Bytes by name. Names are ids of ours: letters, digits, `-` and `_`. Calls block; what goes wrong is a
/// [dev.tollgate.batch.store.StoreUnavailable].
public interface Objects {
    /// Puts it there whole, or not at all; what was there before is replaced.
    void put(String name, Path file);

    /// @throws dev.tollgate.batch.store.StoreUnavailable also when there is none
    InputStream open(String name);

    /// A part of it.
    byte[] read(String name, long from, int length);

    /// Takes it away; nothing happens when there is none.
    void delete(String name);
}
