package dev.tollgate.edge.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Bounds of uploads, and where they are kept while their requests last.
@ConfigMapping(prefix = "tollgate.edge.upload")
public interface UploadConfig {
    /// Where files are kept while they are passed on. What is left there by a dead process is deleted at start.
    @WithDefault("uploads")
    Path dir();

    /// The largest file.
    @WithDefault("64M")
    MemorySize fileMax();

    /// All files of a form together, where it may have several.
    @WithDefault("128M")
    MemorySize filesMax();

    /// All of a form but its files, which is held in memory.
    @WithDefault("1M")
    MemorySize fieldsMax();

    /// The most parts of a form.
    @WithDefault("256")
    int partsMax();

    /// The files of all forms together; beyond it, uploads are refused for now.
    @WithDefault("4G")
    MemorySize totalMax();

    /// What uploads leave free on the volume; below it, they are refused for now.
    @WithDefault("512M")
    MemorySize diskFree();

    /// How long a client may take to send its form.
    @WithDefault("10m")
    Duration timeout();

    /// How long a client may send nothing.
    @WithDefault("30s")
    Duration idle();
}
