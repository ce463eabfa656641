package dev.tollgate.edge.provider.moonshot;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.ChatExtra;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.openai.ImageAddress;
import dev.tollgate.edge.provider.spi.openai.KinReader;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks Moonshot's (Kimi's) dialect.
@Singleton
public class MoonshotAdapter implements ProviderAdapter {
    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String kind() {
        return "moonshot";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CHAT);
    }

    @Override
    public Set<ChatExtra> extras() {
        return Set.of(ChatExtra.THOUGHTS);
    }

    /// It takes images as data only.
    @Override
    public List<String> fetches(CallBody body) {
        return ImageAddress.remote(asked(body).tree());
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return new MoonshotRequest(asked(body), upstream).translate();
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return OpenAiFailures.of(status, header, body, json, Instant.now());
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new KinReader(json, asked(body));
    }

    private static ChatBody asked(CallBody body) {
        if (body instanceof ChatBody chat) {
            return chat;
        }
        throw new IllegalArgumentException("not spoken here: " + body.operation());
    }
}
