package dev.tollgate.edge.provider.azure;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Speaks Azure OpenAI's dialect: bodies and answers are OpenAI's, and are left to the adapter of that kind; the
/// address, the key and the failures are its own.
@Singleton
public class AzureAdapter implements ProviderAdapter {
    private static final String CHAT = "/chat/completions";

    /// Of OpenAI's: reranking, moderation and variations of pictures are not there.
    private static final Set<Operation> SERVED = EnumSet.of(
            Operation.CHAT,
            Operation.RESPONSES,
            Operation.COMPLETIONS,
            Operation.EMBEDDINGS,
            Operation.IMAGES,
            Operation.IMAGE_EDITS,
            Operation.SPEECH,
            Operation.TRANSCRIPTION,
            Operation.TRANSLATION);

    private final JsonMapper json = JsonMapper.builder().build();
    private final ProviderAdapter openAi;
    private final Set<Operation> operations;
    private final Optional<RealtimeDialect> realtime;

    /// @param openAi speaks OpenAI's dialect
    @Inject
    public AzureAdapter(@Named("openai") ProviderAdapter openAi) {
        this.openAi = openAi;
        this.operations = openAi.operations().stream().filter(SERVED::contains).collect(Collectors.toUnmodifiableSet());
        this.realtime = openAi.realtime().map(AzureRealtime::new);
    }

    @Override
    public String kind() {
        return "azure";
    }

    @Override
    public Set<Operation> operations() {
        return operations;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return body instanceof ChatBody chat
                ? new Translation.Translated(chat(chat, upstream))
                : switch (openAi.translate(body, nowhere(upstream))) {
                    case Translation.Translated(UpstreamRequest request) ->
                        new Translation.Translated(addressed(request, upstream));
                    case Translation.Unsupported unsupported -> unsupported;
                };
    }

    /// A deployment's name tells nothing of its model, so that the bound goes by the newer name: reasoning models
    /// refuse the older, and the others know both.
    private static UpstreamRequest chat(ChatBody chat, Upstream upstream) {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", chat.stream() ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        key(headers, upstream);
        return new UpstreamRequest(
                Surface.of(upstream.baseUrl()).url(CHAT, upstream.model()),
                headers,
                chat.rewritten(upstream.model(), upstream.outputBound(), ChatBody.OutputField.MAX_COMPLETION_TOKENS));
    }

    /// Where the other adapter sends to the bare path, and without a key.
    private static Upstream nowhere(Upstream upstream) {
        return new Upstream(
                "", upstream.model(), null, upstream.outputBound(), upstream.modelBound(), upstream.files());
    }

    private static UpstreamRequest addressed(UpstreamRequest request, Upstream upstream) {
        Map<String, String> headers = new HashMap<>(request.headers());
        key(headers, upstream);
        String url = Surface.of(upstream.baseUrl()).url(request.url(), upstream.model());
        return new UpstreamRequest(url, headers, request.content());
    }

    private static void key(Map<String, String> headers, Upstream upstream) {
        if (upstream.secret() != null) {
            headers.put("api-key", upstream.secret());
        }
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return AzureFailures.of(status, header, body, json);
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return openAi.reader(body);
    }

    @Override
    public Optional<RealtimeDialect> realtime() {
        return realtime;
    }
}
