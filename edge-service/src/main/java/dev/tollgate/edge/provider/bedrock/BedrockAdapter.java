package dev.tollgate.edge.provider.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.EmbeddingsBody;
import dev.tollgate.edge.provider.spi.EventSplitter;
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
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Bedrock's runtime API: Converse and ConverseStream for chat, InvokeModel for embeddings. Images by
/// URL are fetched for it.
@Singleton
public class BedrockAdapter implements ProviderAdapter {
    private static final int STRING_MAX = 64 * 1024 * 1024;
    private static final Granted NO_KEY = new Granted.Denied(new Failure.Rejected(401));

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(STRING_MAX)
                            .build())
                    .build())
            .build();
    private final Supplier<String> ids;
    private final Clock clock;

    @Inject
    public BedrockAdapter() {
        this(() -> UUID.randomUUID().toString().replace("-", ""), Clock.systemUTC());
    }

    /// @param ids of answers
    BedrockAdapter(Supplier<String> ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "bedrock";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CHAT, Operation.EMBEDDINGS);
    }

    @Override
    public List<String> fetches(CallBody body) {
        return body instanceof ChatBody chat ? ImageAddress.remote(chat.tree()) : List.of();
    }

    /// Nothing is asked for: only a credential that is none is told here.
    @Override
    public Optional<Future<Granted>> grant(String baseUrl, String secret) {
        return Credential.of(secret) instanceof Credential.Malformed
                ? Optional.of(Future.succeededFuture(NO_KEY))
                : Optional.empty();
    }

    @Override
    public Optional<EventSplitter.Framing> framing() {
        return Optional.of(EventStream::new);
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        try {
            return switch (body) {
                case ChatBody chat -> {
                    ObjectNode converse = ConverseBody.of(chat.tree(), upstream);
                    yield translated(upstream, chat.stream() ? "converse-stream" : "converse", converse);
                }
                case EmbeddingsBody texts ->
                    translated(upstream, "invoke", InvokeBody.of(texts.tree(), upstream.model()));
                case CallBody other -> throw notSpoken(other);
            };
        } catch (Untranslatable reason) {
            return new Translation.Unsupported(reason.param(), reason.reason());
        }
    }

    private Translation translated(Upstream upstream, String action, ObjectNode body) {
        // A model's name may be an ARN: its colons and slashes are part of one segment.
        String model = URLEncoder.encode(upstream.model(), StandardCharsets.UTF_8);
        String url = upstream.baseUrl() + "/model/" + model + "/" + action;
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = HashMap.newHashMap(8);
        headers.put("Content-Type", "application/json");
        boolean stream = action.equals("converse-stream");
        headers.put("Accept", stream ? "application/vnd.amazon.eventstream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        return new Translation.Translated(
                new UpstreamRequest(url, authorized(headers, upstream, url, bytes), Buffer.buffer(bytes)));
    }

    private Map<String, String> authorized(Map<String, String> headers, Upstream upstream, String url, byte[] body) {
        if (upstream.secret() == null) {
            return headers;
        }
        return switch (Credential.of(upstream.secret())) {
            case Credential.Keys keys -> Signature.signed(keys, url, headers, body, clock);
            case Credential.ApiKey(String key) -> {
                headers.put("Authorization", "Bearer " + key);
                yield headers;
            }
            case Credential.Malformed _ -> throw new IllegalArgumentException("a credential that is none");
        };
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return BedrockFailures.of(status, header, tree(body), clock.instant());
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case ChatBody chat ->
                new ConverseReader(
                        json, chat, "chatcmpl-" + ids.get(), clock.instant().getEpochSecond());
            case EmbeddingsBody texts -> new InvokeReader(json, new EmbeddingsReader(json, texts), texts.model());
            case CallBody other -> throw notSpoken(other);
        };
    }

    private static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
    }

    /// A missing node when it is no JSON: what a provider sends beside its status need not be.
    private JsonNode tree(byte[] body) {
        try {
            JsonNode tree = json.readTree(body);
            return tree == null ? JsonNodeFactory.instance.missingNode() : tree;
        } catch (IOException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
