package dev.tollgate.local.stack;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// Sends POSIX signals, by `kill`: the JDK can send two of them only.
enum Signal {
    TERM,
    INT,
    KILL,
    STOP,
    CONT;

    /// A process that is gone already is no failure.
    void send(long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new StackException("kill cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
