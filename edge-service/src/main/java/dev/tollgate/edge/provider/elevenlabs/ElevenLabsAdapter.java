package dev.tollgate.edge.provider.elevenlabs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.SpeechBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Speaks ElevenLabs' dialect, whose base URL ends in `/v1`.
@Singleton
public class ElevenLabsAdapter implements ProviderAdapter {
    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String kind() {
        return "elevenlabs";
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.SPEECH);
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return new SpeechRequest(asked(body), upstream).translate();
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return ElevenLabsFailures.of(status, header, body, json);
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new SoundReader(json, asked(body).sound());
    }

    private static SpeechBody asked(CallBody body) {
        if (body instanceof SpeechBody speech) {
            return speech;
        }
        throw new IllegalArgumentException("not spoken here: " + body.operation());
    }
}
