package dev.tollgate.edge.journal;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/// Where and how the edge keeps its journal.
@ConfigMapping(prefix = "tollgate.edge.journal")
interface JournalConfig {
    /// The journal's directory, of this edge alone: locked while it runs.
    @WithDefault("journal")
    Path dir();

    /// What an append survives: `none` the death of the process, `group` also a power cut.
    @WithDefault("none")
    Sync sync();

    /// One file of the journal; the next is made ahead, and one is kept in reserve.
    @WithDefault("16M")
    MemorySize segmentBytes();

    /// All segments together; admission stops before it is passed. At most half of the volume.
    @WithDefault("1G")
    MemorySize maxBytes();

    /// Frames waiting for the writer.
    @WithDefault("8192")
    int queueMax();

    /// How long the writer rests between two groups of appends while they come fast. Zero: it never does.
    @WithDefault("PT0.0002S")
    Duration groupPause();

    /// Frames kept in memory until billing has them; more are read again from disk.
    @WithDefault("8192")
    int freshMax();

    /// Frames of one batch to billing.
    @WithDefault("1000")
    int batchMax();

    /// A batch that is not full is sent after this, or behind the pause after the one before, if that is later.
    @WithDefault("100ms")
    Duration batchInterval();

    /// Between two batches that are not full: one transaction for all that came meanwhile.
    @WithDefault("1s")
    Duration batchPause();

    /// Requests under way for longer are told to billing.
    @WithDefault("1s")
    Duration openAfter();

    /// Longest pause between two attempts to ship or to open an epoch.
    @WithDefault("5s")
    Duration backoffMax();

    /// Longest wait for billing's acknowledgement at shutdown.
    @WithDefault("20s")
    Duration drainGrace();

    /// What an append survives.
    enum Sync {
        /// The death of the process, not a power cut.
        NONE,
        /// A power cut: one fsync for each group of appends.
        GROUP
    }
}
