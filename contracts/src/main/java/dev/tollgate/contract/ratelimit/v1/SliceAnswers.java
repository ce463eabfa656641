package dev.tollgate.contract.ratelimit.v1;

import java.util.List;

/// @param edges how many edges were seen lately
public record SliceAnswers(List<SliceAnswer> answers, int edges) {
    public SliceAnswers {
        answers = List.copyOf(answers);
    }

    /// @param granted from 0 to the amount asked
    /// @param validMillis counted by the edge from before it asked
    /// @param retryAfterMillis when less was granted than those need who wait: when there will be room for all of
    /// them
    public record SliceAnswer(
            String sliceId, long granted, long validMillis, long remaining, long resetMillis, long retryAfterMillis) {}
}
