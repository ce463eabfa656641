package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ImagesBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.ImagesReader;

/// Images: both ways as they are, whole or as a stream of named events.
final class OpenAiImages implements OpenAiOperation {
    private static final String PATH = "/images/generations";

    private final JsonMapper json;

    OpenAiImages(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.IMAGES;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        ImagesBody asked = asked(body);
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + PATH,
                OpenAiHeaders.json(upstream, asked.stream() ? "text/event-stream" : "application/json"),
                asked.rewritten(upstream.model())));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new ImagesReader(json, asked(body));
    }

    private static ImagesBody asked(CallBody body) {
        if (body instanceof ImagesBody images) {
            return images;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
