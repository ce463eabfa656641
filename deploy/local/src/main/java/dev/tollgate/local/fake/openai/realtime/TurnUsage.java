package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Tokens;
import java.util.List;

/// What a response costs: all that the model was given, and what it has said so far.
final class TurnUsage {

    private TurnUsage() {}

    /// What the model was given; cached is what a response before it was given too.
    ///
    /// @param cachedText of the text
    /// @param cachedAudio of the audio
    record Input(long text, long audio, long image, long cachedText, long cachedAudio) {

        static Input of(String instructions, List<Item> items) {
            int fresh = lastAnswer(items);
            List<Item> seen = items.subList(0, fresh);
            long standing = Tokens.count(instructions);
            return new Input(
                    standing + items.stream().mapToLong(Item::textTokens).sum(),
                    items.stream().mapToLong(Item::audioTokens).sum(),
                    items.stream().mapToLong(Item::imageTokens).sum(),
                    fresh == 0
                            ? 0
                            : standing
                                    + seen.stream().mapToLong(Item::textTokens).sum(),
                    seen.stream().mapToLong(Item::audioTokens).sum());
        }

        /// Where the items begin that no response was given yet: at the last one that a response made.
        private static int lastAnswer(List<Item> items) {
            for (int i = items.size() - 1; i >= 0; i--) {
                if (items.get(i).json().path("role").asText().equals("assistant")) {
                    return i;
                }
            }
            return 0;
        }
    }

    /// @param textOut tokens of the text, or of the transcript
    /// @param audioOut tokens of the sound
    static ObjectNode json(Input input, long textOut, long audioOut) {
        long in = input.text() + input.audio() + input.image();
        ObjectNode usage = JsonNodeFactory.instance
                .objectNode()
                .put("total_tokens", in + textOut + audioOut)
                .put("input_tokens", in)
                .put("output_tokens", textOut + audioOut);
        ObjectNode given = usage.putObject("input_token_details")
                .put("text_tokens", input.text())
                .put("audio_tokens", input.audio())
                .put("image_tokens", input.image())
                .put("cached_tokens", input.cachedText() + input.cachedAudio());
        given.putObject("cached_tokens_details")
                .put("text_tokens", input.cachedText())
                .put("audio_tokens", input.cachedAudio())
                .put("image_tokens", 0);
        usage.putObject("output_token_details").put("text_tokens", textOut).put("audio_tokens", audioOut);
        return usage;
    }
}
