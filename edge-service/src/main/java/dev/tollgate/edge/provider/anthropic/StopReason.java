package dev.tollgate.edge.provider.anthropic;

/// Why an answer ended, in OpenAI's words.
final class StopReason {
    private StopReason() {}

    /// @param calls of the caller's tools in the answer: one by our own tool is an answer, not a call
    static String of(String anthropics, int calls) {
        return switch (anthropics) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> calls > 0 ? "tool_calls" : "stop";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }
}
