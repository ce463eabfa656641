package dev.tollgate.edge.provider.anthropic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Anthropic's Messages dialect.
@Singleton
@Named("anthropic")
public class AnthropicAdapter implements ProviderAdapter {
    private static final String MESSAGES = "/messages";

    /// The newer version takes no sampling parameters at all; this one takes them where the model does.
    private static final String VERSION = "2023-06-01";

    private static final int STRING_MAX = 64 * 1024 * 1024;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(STRING_MAX)
                            .build())
                    .build())
            .build();
    private final InstantSource clock;

    public AnthropicAdapter() {
        this(InstantSource.system());
    }

    AnthropicAdapter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "anthropic";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CHAT);
    }

    @Override
    public List<String> fetches(CallBody body) {
        return Media.toFetch(chat(body).tree().path("messages"));
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        ChatBody chat = chat(body);
        ObjectNode translated;
        try {
            translated = MessagesBody.of(chat.tree(), upstream);
        } catch (Untranslatable reason) {
            return new Translation.Unsupported(reason.param(), reason.reason());
        }
        Buffer bytes = Buffer.buffer(translated.toString().getBytes(StandardCharsets.UTF_8));
        return new Translation.Translated(
                new UpstreamRequest(upstream.baseUrl() + MESSAGES, headers(chat, upstream.secret()), bytes));
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return AnthropicFailures.of(status, header, tree(body), clock.instant());
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new MessagesReader(json, chat(body), clock.instant().getEpochSecond());
    }

    private static Map<String, String> headers(ChatBody chat, @Nullable String secret) {
        Map<String, String> headers = HashMap.newHashMap(5);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", chat.stream() ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        headers.put("anthropic-version", VERSION);
        if (secret != null) {
            headers.put("x-api-key", secret);
        }
        return headers;
    }

    private static ChatBody chat(CallBody body) {
        return switch (body) {
            case ChatBody chat -> chat;
            case CallBody other -> throw new IllegalArgumentException("not spoken here: " + other.operation());
        };
    }

    /// A missing node when it is no JSON: what a provider sends beside its status need not be.
    private JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
