package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.openai.OpenAiFailures;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Speaks OpenAI's dialect: one class for each operation, and one kind of failure for all. By its name it is had by
/// adapters of providers that speak the same at other addresses.
@Singleton
@Named("openai")
public class OpenAiAdapter implements ProviderAdapter {
    private final JsonMapper json = JsonMapper.builder().build();
    private final RealtimeDialect realtime = new OpenAiRealtime();
    private final Map<Operation, OpenAiOperation> spoken = byOperation(List.of(
            new OpenAiChat(json),
            new OpenAiCompletions(json),
            new OpenAiResponses(json),
            new OpenAiEmbeddings(json),
            new OpenAiRerank(json),
            new OpenAiImages(json, Operation.IMAGES, "/images/generations"),
            new OpenAiImages(json, Operation.IMAGE_EDITS, "/images/edits"),
            new OpenAiImages(json, Operation.IMAGE_VARIATIONS, "/images/variations"),
            new OpenAiSpeech(json),
            new OpenAiTranscription(json, Operation.TRANSCRIPTION, "/audio/transcriptions"),
            new OpenAiTranscription(json, Operation.TRANSLATION, "/audio/translations"),
            new OpenAiModeration(json)));

    private static Map<Operation, OpenAiOperation> byOperation(List<OpenAiOperation> all) {
        return all.stream().collect(Collectors.toUnmodifiableMap(OpenAiOperation::operation, Function.identity()));
    }

    @Override
    public String kind() {
        return "openai";
    }

    @Override
    public Set<Operation> operations() {
        return spoken.keySet();
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return speaking(body).translate(body, upstream);
    }

    @Override
    public Failure failure(int status, UnaryOperator<@Nullable String> header, byte[] body) {
        return OpenAiFailures.of(status, header, tree(body), Instant.now());
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return speaking(body).reader(body);
    }

    @Override
    public Optional<RealtimeDialect> realtime() {
        return Optional.of(realtime);
    }

    private OpenAiOperation speaking(CallBody body) {
        OpenAiOperation operation = spoken.get(body.operation());
        if (operation == null) {
            throw OpenAiOperation.notSpoken(body);
        }
        return operation;
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
