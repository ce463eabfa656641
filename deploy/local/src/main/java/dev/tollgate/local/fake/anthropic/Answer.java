package dev.tollgate.local.fake.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the model says.
///
/// @param stopSequence the one that was met, or null
record Answer(
        List<Block> blocks, String stopReason, @Nullable String stopSequence, Usage usage) {

    Answer {
        blocks = List.copyOf(blocks);
    }

    sealed interface Block {
        /// @param words each with the space before it
        record Text(List<String> words) implements Block {}

        record Thinking(List<String> words) implements Block {}

        record ToolUse(String id, String name, JsonNode input) implements Block {}
    }

    /// Input classes are disjoint; thinking is a part of the output.
    record Usage(long input, long cacheRead, long cacheWrite, long output, long thinking) {}
}
