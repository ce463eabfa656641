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
import dev.tollgate.edge.provider.spi.ChatExtra;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.MessagesCall;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Anthropic's Messages dialect: messages of callers who speak it go through as they are, chats are translated.
@Singleton
@Named("anthropic")
public class AnthropicAdapter implements ProviderAdapter {
    private static final String MESSAGES = "/messages";

    private static final String VERSION_HEADER = "anthropic-version";

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
        return Set.of(Operation.CHAT, Operation.MESSAGES);
    }

    @Override
    public Set<ChatExtra> extras() {
        return EnumSet.allOf(ChatExtra.class);
    }

    @Override
    public List<String> fetches(CallBody body) {
        return switch (body) {
            case ChatBody chat -> Media.toFetch(chat.tree().path("messages"));
            case CallBody other -> List.of();
        };
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return switch (body) {
            case ChatBody chat -> translate(chat, upstream);
            case MessagesCall messages ->
                sent(
                        messages.rewritten(upstream.model(), upstream.outputBound()),
                        headers(messages.stream(), upstream.secret(), messages.versionHeaders()),
                        upstream);
            case CallBody other -> throw notSpoken(other);
        };
    }

    private static Translation translate(ChatBody chat, Upstream upstream) {
        ObjectNode translated;
        try {
            translated = MessagesBody.of(chat.tree(), upstream);
        } catch (Untranslatable reason) {
            return new Translation.Unsupported(reason.param(), reason.reason());
        }
        return sent(
                Buffer.buffer(translated.toString().getBytes(StandardCharsets.UTF_8)),
                headers(chat.stream(), upstream.secret(), Map.of(VERSION_HEADER, VERSION)),
                upstream);
    }

    private static Translation sent(Buffer body, Map<String, String> headers, Upstream upstream) {
        return new Translation.Translated(new UpstreamRequest(upstream.baseUrl() + MESSAGES, headers, body));
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return AnthropicFailures.of(status, header, tree(body), clock.instant());
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case ChatBody chat -> new MessagesReader(json, chat, clock.instant().getEpochSecond());
            case MessagesCall messages -> new PassedMessages(json, messages.model());
            case CallBody other -> throw notSpoken(other);
        };
    }

    private static Map<String, String> headers(boolean stream, @Nullable String secret, Map<String, String> version) {
        Map<String, String> headers = HashMap.newHashMap(6);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", stream ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        headers.putAll(version);
        if (secret != null) {
            headers.put("x-api-key", secret);
        }
        return headers;
    }

    private static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
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
