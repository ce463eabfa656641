package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ImageFormBody;
import dev.tollgate.edge.provider.spi.ImagesBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.ImagesReader;

/// Images, new ones and those made of others: both ways as they are, whole or as a stream of named events.
final class OpenAiImages implements OpenAiOperation {
    private final JsonMapper json;
    private final Operation operation;
    private final String path;

    /// @param path below the base URL
    OpenAiImages(JsonMapper json, Operation operation, String path) {
        this.json = json;
        this.operation = operation;
        this.path = path;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        String url = upstream.baseUrl() + path;
        String accept = body.stream() ? "text/event-stream" : "application/json";
        return new Translation.Translated(
                switch (body) {
                    case ImagesBody images ->
                        new UpstreamRequest(
                                url, OpenAiHeaders.json(upstream, accept), images.rewritten(upstream.model()));
                    case ImageFormBody form ->
                        new UpstreamRequest(
                                url,
                                OpenAiHeaders.form(upstream, accept),
                                OpenAiForms.of(OpenAiForms.renamed(form.parts(), upstream.model())));
                    default -> throw OpenAiOperation.notSpoken(body);
                });
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return switch (body) {
            case ImagesBody images -> new ImagesReader(json, images);
            case ImageFormBody form -> new ImagesReader(json, form.model(), form.pictures());
            default -> throw OpenAiOperation.notSpoken(body);
        };
    }
}
