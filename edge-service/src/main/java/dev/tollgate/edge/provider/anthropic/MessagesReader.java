package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.chat.ChunkWriter;
import dev.tollgate.edge.provider.spi.chat.CompletionWriter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a message, or the events of one, and says it in OpenAI's words. A stream's state is the block that is open
/// and what the end has told.
final class MessagesReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    private static final JsonNode NOTHING = JsonNodeFactory.instance.missingNode();

    private final JsonMapper json;
    private final ChatBody asked;
    private final long created;
    private final ChunkWriter chunks;
    private final MessagesUsage usage = new MessagesUsage();
    private final Blocks blocks;
    private @Nullable String stopReason;

    /// @param created Unix seconds
    MessagesReader(JsonMapper json, ChatBody asked, long created) {
        this.json = json;
        this.asked = asked;
        this.created = created;
        this.chunks = new ChunkWriter(asked);
        this.blocks = new Blocks(chunks);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode message = tree(bytes, from, to);
        if (isError(message)) {
            return new Reading.Failed(AnthropicFailures.told(message));
        }
        if (!message.path("content").isArray()) {
            return UNREADABLE;
        }
        usage.end(message.path("usage"));
        WholeMessage whole = WholeMessage.of(message);
        String reason = StopReason.of(message.path("stop_reason").asText(), whole.calls());
        CompletionWriter.Choice choice = new CompletionWriter.Choice(0, whole.message(), reason, null);
        new CompletionWriter(asked).write(message.path("id").asText(), created, List.of(choice), usage(), out);
        return Reading.DONE;
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode event = tree(bytes, from, to);
        switch (event.path("type").asText()) {
            case "message_start" -> begin(event.path("message"));
            case "content_block_start" -> blocks.start(event.path("content_block"), out);
            case "content_block_delta" -> blocks.delta(event.path("delta"), out);
            case "content_block_stop" -> blocks.stop(out);
            case "message_delta" -> ending(event);
            case "message_stop" -> {
                return end(out);
            }
            case "error" -> {
                return new Reading.Failed(AnthropicFailures.told(event));
            }
            default -> {
                return event.isObject() || isBlank(bytes, from, to) ? Reading.MORE : UNREADABLE;
            }
        }
        return Reading.MORE;
    }

    /// Whoever told why it stopped has said all, with or without a last event.
    @Override
    public Reading end(AnswerWriter out) {
        String reason = stopReason;
        if (reason == null) {
            return TRUNCATED;
        }
        chunks.finish(0, StopReason.of(reason, blocks.calls()), out);
        Quantities counted = usage();
        if (counted != null) {
            chunks.usage(counted, out);
        }
        return Reading.DONE;
    }

    @Override
    public @Nullable Quantities usage() {
        return usage.quantities();
    }

    private void begin(JsonNode message) {
        chunks.begin(message.path("id").asText(), created);
        usage.begin(message.path("usage"));
    }

    private void ending(JsonNode event) {
        JsonNode reason = event.path("delta").path("stop_reason");
        if (reason.isTextual()) {
            stopReason = reason.textValue();
        }
        usage.end(event.path("usage"));
    }

    private static boolean isError(JsonNode message) {
        return message.path("type").asText().equals("error");
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] > ' ' || bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private JsonNode tree(byte[] bytes, int from, int to) {
        try {
            JsonNode tree = json.readTree(bytes, from, to - from);
            return tree == null ? NOTHING : tree;
        } catch (IOException e) {
            return NOTHING;
        }
    }
}
