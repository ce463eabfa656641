package dev.tollgate.edge.audio.transcription;

import dev.tollgate.edge.endpoint.Endpoint;
import dev.tollgate.edge.endpoint.Taken;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.upload.FormIntake;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/// `POST /v1/audio/transcriptions`.
@Singleton
public class TranscriptionEndpoint implements Endpoint {
    private final FormIntake intake;

    public TranscriptionEndpoint(FormIntake intake) {
        this.intake = intake;
    }

    @Override
    public Operation operation() {
        return Operation.TRANSCRIPTION;
    }

    @Override
    public String path() {
        return "/audio/transcriptions";
    }

    @Override
    public Future<Taken> take(HttpServerRequest request) {
        return intake.take(
                request, TranscriptionView.FILES, form -> new TranscriptionView(form, operation()).validated());
    }
}
