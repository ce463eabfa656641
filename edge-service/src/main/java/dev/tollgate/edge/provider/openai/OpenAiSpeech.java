package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.SpeechBody;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;

/// Speech: the body passes as it is, and so does what comes back.
final class OpenAiSpeech implements OpenAiOperation {
    private final JsonMapper json;

    OpenAiSpeech(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.SPEECH;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        SpeechBody speech = asked(body);
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + "/audio/speech",
                OpenAiHeaders.json(upstream, speech.stream() ? "text/event-stream" : "application/octet-stream"),
                speech.rewritten(upstream.model())));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new SpeechReader(json, asked(body).sound());
    }

    private static SpeechBody asked(CallBody body) {
        if (body instanceof SpeechBody speech) {
            return speech;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
