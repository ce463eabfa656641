package dev.tollgate.edge.provider.gemini;

/// Says why a candidate has ended in OpenAI's words.
final class FinishReasons {
    private FinishReasons() {}

    /// @param called whether the candidate calls a function: OpenAI names that as the reason, Gemini does not
    static String of(String theirs, boolean called) {
        return switch (theirs) {
            case "MAX_TOKENS" -> "length";
            case "SAFETY",
                    "RECITATION",
                    "LANGUAGE",
                    "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                    "SPII",
                    "IMAGE_SAFETY",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION",
                    "IMAGE_OTHER",
                    "NO_IMAGE",
                    "MODEL_ARMOR" -> "content_filter";
            default -> called ? "tool_calls" : "stop";
        };
    }

    /// Whether it ended because the model stumbled: with nothing said, that is a failure and not an answer.
    static boolean isFailure(String theirs) {
        return switch (theirs) {
            case "MALFORMED_FUNCTION_CALL",
                    "UNEXPECTED_TOOL_CALL",
                    "TOO_MANY_TOOL_CALLS",
                    "MISSING_THOUGHT_SIGNATURE",
                    "MALFORMED_RESPONSE",
                    "OTHER" -> true;
            default -> false;
        };
    }
}
