package dev.tollgate.edge.dispatch;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.provider.spi.Failure;
import org.jspecify.annotations.Nullable;

/// What came of a call that no caller waits for.
///
/// @param failure null when it was answered in full
/// @param usage as the provider told it; null when it told none
/// @param firstByteMillis from its start to the answer's head; null when none came
/// @param isWritten whether the provider may have got it
public record Aside(
        Target target,
        @Nullable Failure failure,
        @Nullable Quantities usage,
        @Nullable Long firstByteMillis,
        long millis,
        boolean isWritten) {}
