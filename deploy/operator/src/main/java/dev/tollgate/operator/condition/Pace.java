package dev.tollgate.operator.condition;

import java.time.Duration;

/// When a resource is looked at again, whether something was heard of it or not.
///
/// @param resync when all is as it should be
/// @param retry when it is not
public record Pace(Duration resync, Duration retry) {
    public static final Duration AT_ONCE = Duration.ofMillis(1);
}
