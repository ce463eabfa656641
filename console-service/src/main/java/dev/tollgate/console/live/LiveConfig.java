package dev.tollgate.console.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// Bounds of live tails.
@ConfigMapping(prefix = "tollgate.console.live")
interface LiveConfig {
    /// How often billing is asked for an account's new records, however many watch it.
    @WithDefault("1s")
    Duration pollEvery();

    /// How often each listener hears a heartbeat; its rights are judged again at every second one.
    @WithDefault("15s")
    Duration heartbeat();

    /// How long one may listen; it is told, and may come again.
    @WithDefault("1h")
    Duration longest();

    /// Listeners of one console at once.
    @WithDefault("500")
    int listenersMax();

    /// Listeners of one account at once, on one console.
    @WithDefault("20")
    int listenersPerAccountMax();

    /// Events that may wait for a listener that reads slowly; with more, it is cut.
    @WithDefault("512")
    int waitingMax();
}
