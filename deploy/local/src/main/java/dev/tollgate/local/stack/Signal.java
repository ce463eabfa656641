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
    ///
    /// @param pid of one process: 0 and below would be whole groups of them, and -1 everybody
    void send(long pid) {
        if (pid <= 0) {
            throw new StackException("there is no process to send " + name() + " to");
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                throw new StackException("kill -" + name() + " of " + pid + " did not end");
            }
        } catch (IOException e) {
            throw new StackException("kill cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
