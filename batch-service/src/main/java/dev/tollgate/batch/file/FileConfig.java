package dev.tollgate.batch.file;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of files, and how long they are kept.
@ConfigMapping(prefix = "tollgate.batch.files")
public interface FileConfig {
    /// The largest file.
    @WithDefault("200M")
    MemorySize fileMax();

    /// What all files of one account may have together.
    @WithDefault("10G")
    MemorySize accountMax();

    /// How long a file is kept whose caller does not say.
    @WithDefault("30d")
    Duration kept();

    /// Between two looks at what has expired, or was left half stored or half deleted.
    @WithDefault("1m")
    Duration sweepEvery();

    /// How long storing a file may take: what is half stored for longer was left by a process that died.
    @WithDefault("1h")
    Duration storingMax();
}
