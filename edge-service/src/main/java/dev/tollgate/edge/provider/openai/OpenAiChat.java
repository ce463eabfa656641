package dev.tollgate.edge.provider.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.ChatBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;
import dev.tollgate.edge.provider.spi.UpstreamRequest;
import dev.tollgate.edge.provider.spi.openai.OpenAiReader;
import java.util.regex.Pattern;

/// Chat completions: the body passes as it is; the answer is skimmed, and only `usage` is parsed.
final class OpenAiChat implements OpenAiOperation {
    private static final String PATH = "/chat/completions";
    /// OpenAI's reasoning models refuse the older name; everybody else knows it.
    private static final String OPENAI_HOST = "api.openai.com";

    /// Those models, wherever they are served.
    private static final Pattern REASONING = Pattern.compile("(openai/)?(gpt-[5-9]|o[1-9])");

    private final JsonMapper json;

    OpenAiChat(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public Translation translate(CallBody body, Upstream upstream) {
        ChatBody chat = asked(body);
        boolean newName = upstream.baseUrl().contains(OPENAI_HOST)
                || REASONING.matcher(upstream.model()).lookingAt();
        ChatBody.OutputField field =
                newName ? ChatBody.OutputField.MAX_COMPLETION_TOKENS : ChatBody.OutputField.MAX_TOKENS;
        return new Translation.Translated(new UpstreamRequest(
                upstream.baseUrl() + PATH,
                OpenAiHeaders.json(upstream, chat.stream() ? "text/event-stream" : "application/json"),
                chat.rewritten(upstream.model(), upstream.outputBound(), field)));
    }

    @Override
    public AnswerReader reader(CallBody body) {
        return new OpenAiReader(json, asked(body));
    }

    private static ChatBody asked(CallBody body) {
        if (body instanceof ChatBody chat) {
            return chat;
        }
        throw OpenAiOperation.notSpoken(body);
    }
}
