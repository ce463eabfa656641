package dev.tollgate.edge.provider.bedrock;

/// Why an answer ended, in OpenAI's words.
final class StopReason {
    private StopReason() {}

    /// @param calls of the caller's tools in the answer: one by our own tool is an answer, not a call
    static String of(String converses, int calls) {
        return switch (converses) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> calls > 0 ? "tool_calls" : "stop";
            case "guardrail_intervened", "content_filtered" -> "content_filter";
            default -> "stop";
        };
    }

    /// The model stumbled: what it wrote is no answer.
    static boolean isFailure(String converses) {
        return converses.equals("malformed_model_output") || converses.equals("malformed_tool_use");
    }
}
