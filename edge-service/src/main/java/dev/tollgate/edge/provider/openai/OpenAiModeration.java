package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ModerationBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.ModerationReader;

/// Moderation: both ways as it is.
final class OpenAiModeration implements OpenAiOperation {
    private static final String PATH = "/moderations";

    private final JsonMapper json;

    OpenAiModeration(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.MODERATION;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + PATH,
                OpenAiHeaders.json(upstream, "application/json"),
                asked(body).rewritten(upstream.model())));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new ModerationReader(json, asked(body));
    }

    private static ModerationBody asked(CallBody body) {
        if (body instanceof ModerationBody moderation) {
            return moderation;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
