package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.CompletionsBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.OpenAiReader;

/// Text completions: both ways as they are. Their answers have the shape of a chat's, as far as we read them.
final class OpenAiCompletions implements OpenAiOperation {
    private static final String PATH = "/completions";

    private final JsonMapper json;

    OpenAiCompletions(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.COMPLETIONS;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        CompletionsBody completions = asked(body);
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + PATH,
                OpenAiHeaders.json(upstream, completions.stream() ? "text/event-stream" : "application/json"),
                completions.rewritten(upstream.model(), upstream.outputBound())));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        CompletionsBody completions = asked(body);
        return new OpenAiReader(json, completions.model(), completions.includeUsage());
    }

    private static CompletionsBody asked(CallBody body) {
        if (body instanceof CompletionsBody completions) {
            return completions;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
