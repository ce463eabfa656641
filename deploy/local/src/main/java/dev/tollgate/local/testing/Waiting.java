package dev.tollgate.local.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition of a process outside, never for a time.
final class Waiting {
    private static final long BETWEEN_NANOS = 20_000_000L;

    private Waiting() {}

    static void until(String what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(what + " is not there after " + atMost.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }
}
