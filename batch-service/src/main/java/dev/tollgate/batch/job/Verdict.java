package dev.tollgate.batch.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an answer of the edge means for a line.
sealed interface Verdict {
    /// It has its answer, a good one or not.
    @SuppressWarnings("ArrayRecordComponent") // nobody changes it
    record Answered(int status, @Nullable String requestId, byte[] answer) implements Verdict {}

    /// It will never have one.
    ///
    /// @param code as the file of errors tells it
    record Lost(@Nullable String requestId, String code, String message) implements Verdict {}

    /// It is asked again.
    ///
    /// @param counts towards the tries that a line has
    /// @param batch all lines of the batch wait, too: what is exhausted is not this line's alone
    record Later(Duration pause, boolean counts, boolean batch) implements Verdict {}
}
