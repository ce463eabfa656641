package dev.tollgate.bench.micro;

import io.vertx.core.buffer.Buffer;

/// Answers as OpenAI gives them.
public final class Answers {
    private static final String WORDS = "It rains in Oslo, and it will rain in Bergen. ";

    private Answers() {}

    /// So many events of a stream, of 200 bytes each.
    public static Buffer packet(int events) {
        String event = """
                data: {"id":"chatcmpl-B7a1Q2w3E4r5T6y7U8i9","object":"chat.completion.chunk","created":1760000000,\
                "model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{"content":" rain"},"finish_reason":null}]}

                """;
        return Buffer.buffer(event.repeat(events));
    }

    /// A whole answer.
    ///
    /// @param text bytes of it
    public static String plain(int text) {
        return """
                {"id":"chatcmpl-B7a1Q2w3E4r5T6y7U8i9","object":"chat.completion","created":1760000000,\
                "model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"%s",\
                "refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":20,\
                "completion_tokens":120,"total_tokens":140,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},\
                "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,\
                "rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_0123456789"}""".formatted(WORDS.repeat(text / WORDS.length() + 1).substring(0, text));
    }
}
