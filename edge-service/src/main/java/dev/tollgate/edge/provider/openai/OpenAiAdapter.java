package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import dev.tollgate.edge.provider.spi.openai.OpenAiReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Speaks OpenAI's dialect. The body passes as it is; the answer is skimmed, and only `usage` is parsed.
@ApplicationScoped
public class OpenAiAdapter implements ProviderAdapter {
    private static final String CHAT = "/chat/completions";
    /// OpenAI's reasoning models refuse the older name; everybody else knows it.
    private static final String OPENAI_HOST = "api.openai.com";

    /// Those models, wherever they are served.
    private static final Pattern REASONING = Pattern.compile("(openai/)?(gpt-[5-9]|o[1-9])");

    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String kind() {
        return "openai";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CHAT);
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return new Translation.Translated(chat(asked(body), upstream));
    }

    private UpstreamRequest chat(ChatBody body, Upstream upstream) {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", body.stream() ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        boolean newName = upstream.baseUrl().contains(OPENAI_HOST)
                || REASONING.matcher(upstream.model()).lookingAt();
        ChatBody.OutputField field =
                newName ? ChatBody.OutputField.MAX_COMPLETION_TOKENS : ChatBody.OutputField.MAX_TOKENS;
        return new UpstreamRequest(
                upstream.baseUrl() + CHAT, headers, body.rewritten(upstream.model(), upstream.outputBound(), field));
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return OpenAiFailures.of(status, header, tree(body), Instant.now());
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new OpenAiReader(json, asked(body));
    }

    private static ChatBody asked(CallBody body) {
        return switch (body) {
            case ChatBody chat -> chat;
            case JsonBody other -> throw new IllegalArgumentException("not spoken here: " + other.operation());
        };
    }

    /// Null when it is no JSON: what a provider sends beside its status need not be.
    private @Nullable JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}
