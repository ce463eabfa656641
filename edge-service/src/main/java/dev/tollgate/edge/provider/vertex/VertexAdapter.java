package dev.tollgate.edge.provider.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Granted;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.EmbeddingsReader;
import dev.tollgate.edge.provider.spi.openai.ImageAddress;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Vertex AI's dialect. Its base URL names project and location: `…/v1/projects/p/locations/l`. Bodies
/// and answers are Gemini's and Anthropic's, and are left to the adapters of those kinds.
@Singleton
public class VertexAdapter implements ProviderAdapter {
    private static final String ANTHROPIC_VERSION = "vertex-2023-10-16";
    private static final String CLAUDE = "claude";

    private final JsonMapper json = JsonMapper.builder().build();
    private final ProviderAdapter gemini;
    private final ProviderAdapter anthropic;
    private final AccessTokens tokens;

    /// @param gemini speaks Gemini's dialect
    /// @param anthropic speaks Anthropic's
    @Inject
    public VertexAdapter(
            @Named("gemini") ProviderAdapter gemini,
            @Named("anthropic") ProviderAdapter anthropic,
            AccessTokens tokens) {
        this.gemini = gemini;
        this.anthropic = anthropic;
        this.tokens = tokens;
    }

    @Override
    public String kind() {
        return "vertex";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CHAT, Operation.EMBEDDINGS);
    }

    /// Neither family fetches here.
    @Override
    public List<String> fetches(CallBody body) {
        return body instanceof ChatBody chat ? ImageAddress.remote(chat.tree()) : List.of();
    }

    /// Of a service account's key a token is minted; anything else is sent as it is, as an access token.
    @Override
    public Optional<Future<Granted>> grant(String baseUrl, String secret) {
        return ServiceAccount.isOne(secret) ? Optional.of(tokens.grant(baseUrl, secret)) : Optional.empty();
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return switch (body) {
            case EmbeddingsBody texts -> embeddings(texts, upstream);
            case ChatBody chat -> upstream.model().startsWith(CLAUDE) ? claude(chat, upstream) : gemini(chat, upstream);
            case CallBody other -> throw notSpoken(other);
        };
    }

    private Translation gemini(ChatBody chat, Upstream upstream) {
        return switch (gemini.translate(chat, nowhere(upstream))) {
            case Translation.Translated(UpstreamRequest request) ->
                translated(upstream, "/publishers/google" + request.url(), request.headers(), request.body());
            case Translation.Unsupported unsupported -> unsupported;
        };
    }

    /// The model is the address's to name, and the API's version the body's.
    private Translation claude(ChatBody chat, Upstream upstream) {
        return switch (anthropic.translate(chat, nowhere(upstream))) {
            case Translation.Translated(UpstreamRequest request) -> {
                ObjectNode said =
                        tree(request.body().getBytes()) instanceof ObjectNode object ? object : json.createObjectNode();
                said.remove("model");
                said.put("anthropic_version", ANTHROPIC_VERSION);
                Map<String, String> headers = new HashMap<>(request.headers());
                headers.remove("anthropic-version");
                String method = chat.stream() ? "streamRawPredict" : "rawPredict";
                yield translated(
                        upstream,
                        "/publishers/anthropic/models/" + upstream.model() + ":" + method,
                        headers,
                        Buffer.buffer(said.toString().getBytes(StandardCharsets.UTF_8)));
            }
            case Translation.Unsupported unsupported -> unsupported;
        };
    }

    private Translation embeddings(EmbeddingsBody texts, Upstream upstream) {
        if (texts.tokenized()) {
            return new Translation.Unsupported("input", "This model embeds text: 'input' cannot be given as tokens.");
        }
        Map<String, String> headers =
                Map.of("Content-Type", "application/json", "Accept", "application/json", "Accept-Encoding", "identity");
        return translated(
                upstream,
                "/publishers/google/models/" + upstream.model() + ":predict",
                headers,
                Buffer.buffer(Predictions.asked(texts.tree()).toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// Where the other adapters send to the bare path, and without a key.
    private static Upstream nowhere(Upstream upstream) {
        return new Upstream(
                "", upstream.model(), null, upstream.outputBound(), upstream.modelBound(), upstream.files());
    }

    private static Translation translated(Upstream upstream, String path, Map<String, String> headers, Buffer body) {
        Map<String, String> all = new HashMap<>(headers);
        if (upstream.secret() != null) {
            all.put("Authorization", "Bearer " + upstream.secret());
        }
        return new Translation.Translated(new UpstreamRequest(upstream.baseUrl() + path, all, body));
    }

    /// Google's own, or Claude's as Anthropic words it.
    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return EitherReader.isClaudes(tree(body))
                ? anthropic.failure(status, header, body)
                : gemini.failure(status, header, body);
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case EmbeddingsBody texts ->
                new Predictions(json, new EmbeddingsReader(json, texts), texts.model(), gemini.reader(texts));
            case CallBody other -> new EitherReader(json, gemini.reader(other), anthropic.reader(other));
        };
    }

    private static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
    }

    private @Nullable JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
