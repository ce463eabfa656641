package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.ResponsesBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.ResponsesReader;

/// Responses: both ways as they are, but for the names of what the provider keeps.
final class OpenAiResponses implements OpenAiOperation {
    private static final String PATH = "/responses";

    private final JsonMapper json;

    OpenAiResponses(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.RESPONSES;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        ResponsesBody asked = asked(body);
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + PATH,
                OpenAiHeaders.json(upstream, asked.stream() ? "text/event-stream" : "application/json"),
                asked.rewritten(upstream.model(), upstream.outputBound())));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new ResponsesReader(json, asked(body));
    }

    private static ResponsesBody asked(CallBody body) {
        if (body instanceof ResponsesBody response) {
            return response;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
