package dev.tollgate.edge.provider.bedrock;

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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads an answer of Converse, or the events of ConverseStream as [EventStream] makes them, and says it in
/// OpenAI's words. The stop's reason comes before the usage, with which a stream ends.
final class ConverseReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    private static final Reading STUMBLED = new Reading.Failed(new Failure.Broken("finish"));
    private static final JsonNode NOTHING = JsonNodeFactory.instance.missingNode();

    private final JsonMapper json;
    private final ChatBody asked;
    private final String id;
    private final long created;
    private final ChunkWriter chunks;
    private final Blocks blocks;
    private JsonNode usage = NOTHING;
    private @Nullable String stopReason;

    /// @param id of the answer: Bedrock's is in a header alone
    /// @param created Unix seconds
    ConverseReader(JsonMapper json, ChatBody asked, String id, long created) {
        this.json = json;
        this.asked = asked;
        this.id = id;
        this.created = created;
        this.chunks = new ChunkWriter(asked);
        this.blocks = new Blocks(chunks);
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode answer = tree(bytes, from, to);
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            return BedrockFailures.isError(answer) ? new Reading.Failed(BedrockFailures.told(answer)) : UNREADABLE;
        }
        usage = answer.path("usage");
        String reason = answer.path("stopReason").asText();
        if (StopReason.isFailure(reason) && content.isEmpty()) {
            return STUMBLED;
        }
        WholeMessage whole = WholeMessage.of(content);
        CompletionWriter.Choice choice =
                new CompletionWriter.Choice(0, whole.message(), StopReason.of(reason, whole.calls()), null);
        new CompletionWriter(asked).write(id, created, List.of(choice), usage(), out);
        return Reading.DONE;
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        JsonNode event = tree(bytes, from, to);
        if (event.size() != 1) {
            return UNREADABLE;
        }
        Map.Entry<String, JsonNode> only = event.properties().iterator().next();
        JsonNode told = only.getValue();
        switch (only.getKey()) {
            case "messageStart" -> chunks.begin(id, created);
            case "contentBlockStart" -> blocks.start(told.path("start"), out);
            case "contentBlockDelta" -> blocks.delta(told.path("delta"), out);
            case "contentBlockStop" -> blocks.stop(out);
            case "messageStop" -> {
                stopReason = told.path("stopReason").asText("end_turn");
                if (StopReason.isFailure(stopReason) && !blocks.hasSpoken()) {
                    return STUMBLED;
                }
            }
            case "metadata" -> {
                usage = told.path("usage");
                return end(out);
            }
            default -> {
                return BedrockFailures.isException(only.getKey())
                        ? new Reading.Failed(BedrockFailures.told(only.getKey(), told))
                        : Reading.MORE;
            }
        }
        return Reading.MORE;
    }

    /// Whoever told why it stopped has said all, with or without the usage.
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
        return ConverseUsage.of(usage);
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
