package dev.tollgate.auth.workload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Callers by a ServiceAccount's token.
@ConfigMapping(prefix = "tollgate.auth.workload")
interface WorkloadConfig {
    /// Who may call so, and on whose account: docs/keyless.md. Without a file, or while it is not there, nobody
    /// may.
    Optional<Path> file();

    /// How often the file and keys in files are looked at; also read by the scheduler.
    @WithDefault("10s")
    String every();

    /// The largest file that is read.
    @WithDefault("1M")
    MemorySize fileMax();

    /// How often an issuer is asked for its keys; after a failure, at each look at the file.
    @WithDefault("5m")
    Duration keysEvery();

    /// How long an issuer may take to tell its keys.
    @WithDefault("3s")
    Duration keysTimeout();

    /// The largest set of keys that is read.
    @WithDefault("256K")
    MemorySize keysMax();

    /// Between two times that an issuer is asked because a token names a key that is not known.
    @WithDefault("10s")
    Duration keysPause();

    /// How long such a token waits for that.
    @WithDefault("600ms")
    Duration keysPatience();
}
