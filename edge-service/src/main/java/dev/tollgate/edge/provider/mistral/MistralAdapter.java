package dev.tollgate.edge.provider.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.ModerationBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.EmbeddingsReader;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Mistral's dialect.
@Singleton
public class MistralAdapter implements ProviderAdapter {
    private static final Set<String> EMBEDDING_FIELDS =
            Set.of("model", "input", "encoding_format", "output_dimension", "output_dtype");

    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String kind() {
        return "mistral";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CHAT, Operation.EMBEDDINGS, Operation.MODERATION);
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return switch (body) {
            case ChatBody chat -> new MistralRequest(chat, upstream).translate();
            case EmbeddingsBody embeddings ->
                embeddings.tokenized()
                        ? new Translation.Unsupported(
                                "input", "This model takes text, not the numbers of another model's tokenizer.")
                        : embedding(embeddings, upstream);
            case ModerationBody moderation -> judging(moderation, upstream);
            default -> throw notSpoken(body);
        };
    }

    /// Fields that it has no word for change nothing of the vectors: `user`, and what nobody knows.
    private static Translation embedding(EmbeddingsBody asked, Upstream upstream) {
        ObjectNode sent = asked.tree();
        if (sent.hasNonNull("dimensions")) {
            sent.set("output_dimension", sent.get("dimensions"));
        }
        sent.retain(EMBEDDING_FIELDS);
        return sent("/embeddings", sent, upstream);
    }

    /// Parts are one text, as OpenAI takes them.
    private static Translation judging(ModerationBody asked, Upstream upstream) {
        if (asked.hasPictures()) {
            return new Translation.Unsupported("input", "This model judges texts, not pictures.");
        }
        ObjectNode sent = asked.tree();
        sent.retain("model", "input");
        JsonNode input = sent.path("input");
        if (input.path(0).isObject()) {
            StringJoiner text = new StringJoiner("\n");
            input.forEach(part -> text.add(part.path("text").asText()));
            sent.put("input", text.toString());
        }
        return sent("/moderations", sent, upstream);
    }

    private static Translation sent(String path, ObjectNode body, Upstream upstream) {
        body.put("model", upstream.model());
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        return new Translation.Translated(
                new UpstreamRequest(upstream.baseUrl() + path, headers, Buffer.buffer(body.toString())));
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return MistralFailures.of(status, header, body, json);
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case ChatBody chat -> new MistralReader(json, chat);
            case EmbeddingsBody embeddings -> new EmbeddingsReader(json, embeddings);
            case ModerationBody moderation -> new FlaggedReader(json, moderation);
            default -> throw notSpoken(body);
        };
    }

    private static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
    }
}
