package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.ResponsesBody;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Passes responses on as they are, but for the model's name and the names of what the provider keeps. The
/// first events only say that it has begun: they are held back until there is more, so that a failure before
/// it may still fall back.
public final class ResponsesReader implements AnswerReader {
    private static final Reading TRUNCATED = new Reading.Failed(new Failure.Broken("truncated"));
    /// A name is put on a line of its own: it must not be able to break out of it.
    private static final Pattern EVENT_NAME = Pattern.compile("[a-z0-9_.]{1,96}");

    private record Held(String type, Buffer event) {}

    private final ResponseScan scan;
    private final OpenAiObject object;
    private final List<Held> held = new ArrayList<>(2);
    private boolean begun;
    private long told;
    private Buffer closing = Buffer.buffer();

    public ResponsesReader(JsonMapper json, ResponsesBody asked) {
        this.scan = new ResponseScan(json, asked);
        this.object = new OpenAiObject(json, asked.model());
    }

    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        Reading failure = object.read(bytes, from, to, out);
        if (failure != null) {
            return failure;
        }
        scan.response(bytes, from, to, out);
        return switch (scan.status()) {
            case "completed", "incomplete" -> {
                scan.patches().write(bytes, from, to, out);
                yield Reading.DONE;
            }
            case "failed" -> scan.failed(bytes);
            default -> OpenAiObject.UNREADABLE;
        };
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        if (from < to && bytes[from] == '[') {
            // Some say `[DONE]` behind the last event; before it, it is none.
            return TRUNCATED;
        }
        Reading failure = object.read(bytes, from, to, out);
        if (failure != null) {
            return failure;
        }
        scan.event(bytes, from, to, out);
        String type = scan.type();
        return switch (type) {
            case "response.created", "response.in_progress", "response.queued" -> {
                pass(type, scan.patches().applied(bytes, from, to), out);
                yield Reading.MORE;
            }
            case "response.completed", "response.incomplete" -> {
                begin(out);
                closing = Buffer.buffer("event: " + type + "\ndata: ")
                        .appendBuffer(scan.patches().applied(bytes, from, to))
                        .appendString("\n\n");
                yield Reading.DONE;
            }
            case "response.failed" -> scan.failed(bytes);
            default -> {
                begin(out);
                told++;
                scan.patches().write(bytes, from, to, EVENT_NAME.matcher(type).matches() ? type : null, out);
                yield Reading.MORE;
            }
        };
    }

    private void pass(String type, Buffer event, AnswerWriter out) {
        if (begun) {
            write(new Held(type, event), out);
        } else {
            held.add(new Held(type, event));
        }
    }

    private void begin(AnswerWriter out) {
        begun = true;
        held.forEach(event -> write(event, out));
        held.clear();
    }

    private void write(Held event, AnswerWriter out) {
        told++;
        byte[] json = event.event().getBytes();
        out.begin(event.type());
        out.json(json, 0, json.length);
        out.end();
    }

    @Override
    public Reading end(AnswerWriter out) {
        return TRUNCATED;
    }

    @Override
    public Buffer closing() {
        return closing;
    }

    @Override
    public long events() {
        return told;
    }

    @Override
    public @Nullable Quantities usage() {
        return scan.usage();
    }
}
