package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says a chat's answer as a response: one object, or the events of a stream. The last event holds all that
/// was said, so that all of it is kept until then.
final class ResponseReader implements AnswerReader {
    private static final Reading UNREADABLE = new Reading.Failed(new Failure.Unreadable());
    private static final Pattern NOT_IN_NAMES = Pattern.compile("^chatcmpl-|[^A-Za-z0-9_-]");
    private static final int NAME_MAX = 48;

    private final AnswerReader inner;
    private final ResponseFrame frame;
    private final Keeper keeper;
    private final ResponseEvents events = new ResponseEvents();
    private @Nullable Output output;
    private String id = "";
    private long created;
    private String finish = "";
    private Buffer closing = Buffer.buffer();

    /// @param inner reads the chat
    ResponseReader(AnswerReader inner, ResponseFrame frame, Keeper keeper) {
        this.inner = inner;
        this.frame = frame;
        this.keeper = keeper;
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        Tap tap = new Tap(out, chat -> {
            JsonNode choice = chat.path("choices").path(0);
            begin(chat).add(choice.path("message"), choice.path("logprobs").path("content"));
            finish = choice.path("finish_reason").asText("");
        });
        Reading reading = inner.whole(bytes, from, to, tap);
        Output said = output;
        if (!(reading instanceof Reading.Done)) {
            return reading;
        }
        if (said == null || tap.isUnreadable()) {
            return UNREADABLE;
        }
        byte[] json = ended(said).toString().getBytes(StandardCharsets.UTF_8);
        out.begin();
        out.json(json, 0, json.length);
        out.end();
        return reading;
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        events.to(out);
        Tap tap = new Tap(out, this::chunk);
        return judged(inner.event(bytes, from, to, tap), tap);
    }

    @Override
    public Reading end(AnswerWriter out) {
        events.to(out);
        Tap tap = new Tap(out, this::chunk);
        return judged(inner.end(tap), tap);
    }

    private Reading judged(Reading reading, Tap tap) {
        if (tap.isUnreadable()) {
            return UNREADABLE;
        }
        Output said = output;
        if (reading instanceof Reading.Done && said != null) {
            ObjectNode whole = ResponseEvents.object();
            whole.set("response", ended(said));
            closing = events.last(isComplete() ? "response.completed" : "response.incomplete", whole);
        }
        return reading;
    }

    private void chunk(ObjectNode chunk) {
        Output said = output == null ? begin(chunk) : output;
        JsonNode choice = chunk.path("choices").path(0);
        said.add(choice.path("delta"), choice.path("logprobs").path("content"));
        finish = choice.path("finish_reason").asText(finish);
    }

    private Output begin(ObjectNode chat) {
        String given = NOT_IN_NAMES.matcher(chat.path("id").asText("")).replaceAll("");
        String name = given.isEmpty() || given.length() > NAME_MAX
                ? UUID.nameUUIDFromBytes(chat.toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "")
                : given;
        id = "resp_" + name;
        created = chat.path("created").asLong();
        for (String type : new String[] {"response.created", "response.in_progress"}) {
            ObjectNode event = ResponseEvents.object();
            event.set("response", frame.of(id, created, Output.IN_PROGRESS));
            events.tell(type, event);
        }
        output = new Output(name, keeper, events);
        return output;
    }

    private boolean isComplete() {
        return !finish.equals("length") && !finish.equals("content_filter");
    }

    private ObjectNode ended(Output said) {
        ObjectNode response = frame.of(id, created, isComplete() ? "completed" : "incomplete");
        response.set("output", said.end(isComplete()));
        if (!isComplete()) {
            response.putObject("incomplete_details")
                    .put("reason", finish.equals("length") ? "max_output_tokens" : finish);
        }
        Quantities usage = inner.usage();
        if (usage != null) {
            response.set("usage", ResponseFrame.usage(usage));
        }
        return response;
    }

    @Override
    public Buffer closing() {
        return closing;
    }

    @Override
    public long events() {
        return events.told();
    }

    @Override
    public @Nullable Quantities usage() {
        return inner.usage();
    }
}
