package dev.tollgate.local.fake.openai.chat;

import java.util.List;

/// What the model says, the same for each choice.
///
/// @param words the text cut into words, each with the space before it; empty for tool calls
/// @param toolCalls empty for text
/// @param finishReason `stop`, `length` or `tool_calls`
record Answer(List<String> words, List<ToolCall> toolCalls, String finishReason, TokenUsage usage) {

    Answer {
        words = List.copyOf(words);
        toolCalls = List.copyOf(toolCalls);
    }

    String text() {
        return String.join("", words);
    }

    /// @param arguments JSON text
    record ToolCall(String id, String name, String arguments) {}

    /// @param cached of the prompt
    /// @param reasoning of the completion
    record TokenUsage(long prompt, long cached, long completion, long reasoning) {}
}
