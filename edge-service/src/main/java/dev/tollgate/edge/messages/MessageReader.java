package dev.tollgate.edge.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Says a chat's answer in Anthropic's words. Its text and its usage are told as the chat's reader tells them: what is
/// metered is the same in all formats.
final class MessageReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Buffer STOP = Buffer.buffer("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

    private final AnswerReader chat;
    private final MessagesRequest asked;
    private final MessageEvents events;
    private @Nullable ChatCapture capture;
    private @Nullable AnswerWriter into;
    private @Nullable JsonNode completion;

    MessageReader(AnswerReader chat, MessagesRequest asked) {
        this.chat = chat;
        this.asked = asked;
        this.events = new MessageEvents(asked.model(), asked.size().estimate());
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        ChatCapture captured = new ChatCapture(out, said -> completion = said);
        Reading reading = chat.whole(bytes, from, to, captured);
        if (!(reading instanceof Reading.Done)) {
            return reading;
        }
        JsonNode said = completion;
        if (said == null || said.path("choices").isEmpty()) {
            return UNREADABLE;
        }
        byte[] message = WholeMessage.of(said, asked.model(), counted(captured))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        out.begin();
        out.json(message, 0, message.length);
        out.end();
        return Reading.DONE;
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        ChatCapture captured = capture(out);
        return after(chat.event(bytes, from, to, captured), captured, out);
    }

    @Override
    public Reading end(AnswerWriter out) {
        ChatCapture captured = capture(out);
        return after(chat.end(captured), captured, out);
    }

    @Override
    public Buffer closing() {
        return STOP;
    }

    @Override
    public @Nullable Quantities usage() {
        return chat.usage();
    }

    private Reading after(Reading reading, ChatCapture captured, AnswerWriter out) {
        if (captured.isFailed()) {
            return UNREADABLE;
        }
        if (reading instanceof Reading.Done) {
            events.end(counted(captured), out);
        }
        return reading;
    }

    /// One for all events, as all of them go to the same writer.
    private ChatCapture capture(AnswerWriter out) {
        ChatCapture known = capture;
        if (known == null || into != out) {
            known = new ChatCapture(out, chunk -> events.chunk(chunk, out));
            capture = known;
            into = out;
        }
        return known;
    }

    private Counted counted(ChatCapture captured) {
        return Counted.of(chat.usage(), asked.size().estimate(), captured.likelyTokens());
    }
}
