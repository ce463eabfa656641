package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.chat.ToldText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Passes a message, or the events of one, on to a caller who speaks the same format: byte for byte but for the
/// model's name, and read for its usage and its text. The beginning of a stream is held until something is said: until
/// then another deployment may be tried. Its last event waits for the books.
final class PassedMessages implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    private static final Buffer STOP = Buffer.buffer("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
    private static final JsonNode NOTHING = JsonNodeFactory.instance.missingNode();
    /// A name is put on a line of its own: it must not be able to break out of it.
    private static final Pattern EVENT_NAME = Pattern.compile("[a-z_]{1,64}");

    private final JsonMapper json;
    private final ModelName model;
    private final MessagesUsage usage = new MessagesUsage();
    private byte @Nullable [] beginning;
    private boolean stopped;

    /// @param model the name that the caller used
    PassedMessages(JsonMapper json, String model) {
        this.json = json;
        this.model = new ModelName(json.getFactory(), model);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode message = tree(bytes, from, to);
        if (message.path("type").asText().equals("error")) {
            return new Reading.Failed(AnthropicFailures.told(message));
        }
        if (!message.path("content").isArray()) {
            return UNREADABLE;
        }
        usage.end(message.path("usage"));
        message.path("content").forEach(block -> tell(block, out));
        out.begin();
        model.write(bytes, from, to, 1, out);
        out.end();
        return Reading.DONE;
    }

    /// An event's data tells its type, so that the line with its name need not be known.
    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode event = tree(bytes, from, to);
        String type = event.path("type").asText();
        switch (type) {
            case "message_start" -> {
                usage.begin(event.path("message").path("usage"));
                beginning = Arrays.copyOfRange(bytes, from, to);
                return Reading.MORE;
            }
            case "message_stop" -> {
                return end(out);
            }
            case "error" -> {
                return new Reading.Failed(AnthropicFailures.told(event));
            }
            case "ping" -> {
                if (beginning != null) {
                    return Reading.MORE;
                }
            }
            case "content_block_start" -> tell(event.path("content_block"), out);
            case "content_block_delta" -> tell(event.path("delta"), out);
            case "message_delta" -> {
                usage.end(event.path("usage"));
                stopped |= event.path("delta").path("stop_reason").isTextual();
            }
            default -> {
                if (!EVENT_NAME.matcher(type).matches()) {
                    return isBlank(bytes, from, to) ? Reading.MORE : UNREADABLE;
                }
            }
        }
        begin(out);
        write(type, bytes, from, to, 0, out);
        return Reading.MORE;
    }

    /// Whoever told why it stopped has said all, with or without a last event.
    @Override
    public Reading end(AnswerWriter out) {
        if (!stopped) {
            return TRUNCATED;
        }
        begin(out);
        return Reading.DONE;
    }

    @Override
    public Buffer closing() {
        return STOP;
    }

    @Override
    public @Nullable Quantities usage() {
        return usage.quantities();
    }

    private void begin(AnswerWriter out) {
        byte[] held = beginning;
        if (held != null) {
            beginning = null;
            write("message_start", held, 0, held.length, 2, out);
        }
    }

    /// @param depth of the object whose model is named, or 0
    private void write(String name, byte[] bytes, int from, int to, int depth, AnswerWriter out) {
        out.begin(name);
        model.write(bytes, from, to, depth, out);
        out.end();
    }

    /// What the model has written of a block, or of a piece of one.
    private static void tell(JsonNode said, AnswerWriter out) {
        switch (said.path("type").asText()) {
            case "text", "text_delta" -> ToldText.tell(said.path("text").asText(""), out);
            case "thinking", "thinking_delta" ->
                ToldText.tell(said.path("thinking").asText(""), out);
            case "input_json_delta" -> ToldText.tell(said.path("partial_json").asText(""), out);
            case "tool_use", "server_tool_use" -> {
                if (!said.path("input").isEmpty()) {
                    ToldText.tell(said.path("input").toString(), out);
                }
            }
            default -> {}
        }
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
