package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/// Takes what an adapter's reader says of a chat, one object after the other. What it tells of the model's text goes
/// on to the one who counts it.
final class ChatCapture implements AnswerWriter {
    /// Numbers stay as they were written.
    static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int FIRST = 512;
    private static final int BYTES_PER_TOKEN = 4;

    private final AnswerWriter counting;
    private final Consumer<JsonNode> each;
    private byte[] bytes = new byte[FIRST];
    private int length;
    private long told;
    private boolean failed;

    /// @param each told each object once it is complete
    ChatCapture(AnswerWriter counting, Consumer<JsonNode> each) {
        this.counting = counting;
        this.each = each;
    }

    /// Whether something came that is no JSON.
    boolean isFailed() {
        return failed;
    }

    /// Of the model's text so far, four bytes each.
    long likelyTokens() {
        return Math.ceilDiv(told, BYTES_PER_TOKEN);
    }

    @Override
    public void begin() {
        length = 0;
    }

    @Override
    public void json(byte[] part, int from, int to) {
        int needed = length + to - from;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(part, from, bytes, length, to - from);
        length = needed;
    }

    @Override
    public void text(byte[] part, int from, int to) {
        told += to - from;
        counting.text(part, from, to);
    }

    @Override
    public void tokens(long tokens) {
        counting.tokens(tokens);
    }

    @Override
    public void end() {
        try {
            each.accept(EXACT.readTree(bytes, 0, length));
        } catch (IOException e) {
            failed = true;
        }
    }
}
