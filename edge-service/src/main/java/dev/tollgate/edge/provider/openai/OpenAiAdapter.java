package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.JsonSkim;
import dev.tollgate.edge.provider.spi.PlainAnswer;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderUsage;
import dev.tollgate.edge.provider.spi.StreamEvent;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks OpenAI's dialect. The body passes as it is; the answer is skimmed, and only `usage` is parsed.
@ApplicationScoped
public class OpenAiAdapter implements ProviderAdapter {
    private static final String CHAT = "/chat/completions";
    /// OpenAI's reasoning models refuse the older name; everybody else knows it.
    private static final String OPENAI_HOST = "api.openai.com";

    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String kind() {
        return "openai";
    }

    @Override
    public UpstreamRequest request(ChatBody body, Upstream upstream) {
        Map<String, String> headers = HashMap.newHashMap(4);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", body.stream() ? "text/event-stream" : "application/json");
        headers.put("Accept-Encoding", "identity");
        if (upstream.secret() != null) {
            headers.put("Authorization", "Bearer " + upstream.secret());
        }
        ChatBody.OutputField field = upstream.baseUrl().contains(OPENAI_HOST)
                ? ChatBody.OutputField.MAX_COMPLETION_TOKENS
                : ChatBody.OutputField.MAX_TOKENS;
        return new UpstreamRequest(
                upstream.baseUrl() + CHAT, headers, body.rewritten(upstream.model(), upstream.outputBound(), field));
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return OpenAiFailures.of(status, header, tree(body, 0, body.length), Instant.now());
    }

    @Override
    public PlainAnswer plain(byte[] body) {
        JsonSkim skim = JsonSkim.of(body, 0, body.length);
        if (skim.hasError() && !skim.hasFilledChoices()) {
            return new PlainAnswer.Failed(OpenAiFailures.told(tree(body, skim.errorStart(), skim.errorEnd())));
        }
        if (!skim.isWhole() || !skim.hasChoices()) {
            return new PlainAnswer.Failed(new Failure.Unreadable());
        }
        return new PlainAnswer.Understood(usage(body, skim), skim);
    }

    @Override
    public StreamEvent event(byte[] bytes, int from, int to) {
        if (isDone(bytes, from, to)) {
            return new StreamEvent.Done();
        }
        JsonSkim skim = JsonSkim.of(bytes, from, to);
        if (skim.hasError()) {
            return new StreamEvent.Failed(OpenAiFailures.told(tree(bytes, skim.errorStart(), skim.errorEnd())));
        }
        if (!skim.isWhole()) {
            return new StreamEvent.Failed(new Failure.Unreadable());
        }
        return new StreamEvent.Chunk(usage(bytes, skim), skim);
    }

    private @Nullable ProviderUsage usage(byte[] bytes, JsonSkim skim) {
        if (!skim.hasUsage()) {
            return null;
        }
        JsonNode usage = tree(bytes, skim.usageStart(), skim.usageEnd());
        return usage == null || !usage.has("prompt_tokens") ? null : OpenAiUsage.read(usage);
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        return to - from >= 6 && bytes[from] == '[' && bytes[from + 1] == 'D' && bytes[from + 5] == ']';
    }

    /// Null when it is no JSON: what a provider sends beside its status need not be.
    private @Nullable JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return json.readTree(from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to));
        } catch (IOException e) {
            return null;
        }
    }
}
