package dev.tollgate.edge.provider.gemini;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.ChatExtra;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.UploadBody;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Gemini's own dialect: `generateContent` and its stream of events for chat, `batchEmbedContents` for
/// embeddings. Images by URL are fetched for it, since it is never given a caller's address.
@Singleton
@Named("gemini")
public class GeminiAdapter implements ProviderAdapter {
    private final JsonMapper json = mapper();
    private final Supplier<String> ids;
    private final InstantSource clock;

    @Inject
    public GeminiAdapter() {
        this(() -> UUID.randomUUID().toString().replace("-", ""), InstantSource.system());
    }

    /// @param ids of answers
    GeminiAdapter(Supplier<String> ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "gemini";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CHAT, Operation.EMBEDDINGS);
    }

    @Override
    public Set<ChatExtra> extras() {
        return Set.of(ChatExtra.TOP_K);
    }

    @Override
    public List<String> fetches(CallBody body) {
        return body instanceof ChatBody chat ? ContentBody.images(chat.tree().path("messages")) : List.of();
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        try {
            return new Translation.Translated(
                    switch (body) {
                        case ChatBody chat -> chat(chat, upstream);
                        case JsonBody other -> embeddings(other, upstream);
                        case UploadBody upload -> throw notSpoken(upload);
                    });
        } catch (Untranslatable e) {
            return new Translation.Unsupported(e.param(), e.message());
        }
    }

    private UpstreamRequest chat(ChatBody body, Upstream upstream) {
        String method = body.stream() ? "streamGenerateContent?alt=sse" : "generateContent";
        return request(upstream, method, body.stream(), ContentBody.of(json, body.tree(), upstream));
    }

    private UpstreamRequest embeddings(JsonBody body, Upstream upstream) {
        return request(upstream, "batchEmbedContents", false, EmbeddingsBody.of(body.tree(), upstream.model()));
    }

    private UpstreamRequest request(Upstream upstream, String method, boolean stream, ObjectNode body) {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", stream ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("x-goog-api-key", upstream.secret());
        }
        try {
            String url = upstream.baseUrl() + "/models/" + upstream.model() + ":" + method;
            return new UpstreamRequest(url, headers, Buffer.buffer(json.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return GeminiFailures.of(status, header, tree(body));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case ChatBody chat ->
                new ContentReader(json, chat, ids.get(), clock.instant().getEpochSecond());
            case JsonBody other -> new EmbeddingsReader(json, other);
            case UploadBody upload -> throw notSpoken(upload);
        };
    }

    private static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
    }

    /// Null when it is no JSON: what a provider sends beside its status need not be.
    private @Nullable JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /// Arguments of functions keep their numbers as written, and an inlined picture may be long.
    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }
}
