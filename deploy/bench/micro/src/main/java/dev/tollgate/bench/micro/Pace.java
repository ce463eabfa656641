package dev.tollgate.bench.micro;

import java.time.Duration;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// How long each benchmark is run, in one process of its own: the whole set in under five minutes, or in one.
record Pace(int warmups, Duration warmup, int measurements, Duration measurement) {
    static final Pace USUAL = new Pace(3, Duration.ofMillis(700), 5, Duration.ofMillis(700));
    static final Pace QUICK = new Pace(1, Duration.ofMillis(400), 3, Duration.ofMillis(150));

    ChainedOptionsBuilder set(ChainedOptionsBuilder options) {
        return options.warmupIterations(warmups)
                .warmupTime(TimeValue.milliseconds(warmup.toMillis()))
                .measurementIterations(measurements)
                .measurementTime(TimeValue.milliseconds(measurement.toMillis()));
    }
}
