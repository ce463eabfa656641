package dev.tollgate.edge.messages;

/// Names of an answer and of why it ended, in Anthropic's words.
final class Endings {
    private Endings() {}

    /// @param calls whether tools were called: some providers call and say nothing of it
    static String reason(String chats, boolean calls) {
        return switch (chats) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> calls ? "tool_use" : "end_turn";
            case "content_filter" -> "refusal";
            default -> calls ? "tool_use" : "end_turn";
        };
    }

    static String id(String chats) {
        return chats.startsWith("msg_") ? chats : "msg_" + chats;
    }
}
