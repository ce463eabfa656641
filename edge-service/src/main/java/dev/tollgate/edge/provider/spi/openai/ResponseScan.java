package dev.tollgate.edge.provider.spi.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Reading;
import dev.tollgate.edge.provider.spi.ResponsesBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What one pass over a response, or over an event of one, finds: how it fares, what it used, which text it
/// carries, and where names stand that the caller is told otherwise. One instance reads one object after the
/// other.
final class ResponseScan {
    private static final String DELTA = ".delta";
    private static final int NAME_MAX = 512;
    private static final int MESSAGE_MAX = 2_000;

    private final JsonMapper json;
    private final ResponsesBody asked;
    private final byte[] model;
    private JsonWalk walk = new JsonWalk(new byte[0], 0);
    private byte[] bytes = new byte[0];
    private Patches patches = new Patches();
    private String type = "";
    private String status = "";
    private int errorStart;
    private int errorEnd;
    private @Nullable JsonNode usage;
    private String lastId = "";
    private byte[] lastShown = new byte[0];

    ResponseScan(JsonMapper json, ResponsesBody asked) {
        this.json = json;
        this.asked = asked;
        this.model = quoted(asked.model());
    }

    /// Reads a response, and tells `out` what its output says.
    void response(byte[] text, int from, int to, AnswerWriter out) {
        begin(text, to);
        inResponse(from, out);
    }

    /// Reads an event, and tells `out` what it adds.
    void event(byte[] text, int from, int to, AnswerWriter out) {
        begin(text, to);
        int[] delta = new int[2];
        walk.each(from, (nameStart, nameEnd, start, end) -> {
            if (walk.named("type", nameStart, nameEnd)) {
                type = text(start, end);
            } else if (walk.named("item_id", nameStart, nameEnd)) {
                name(start, end);
            } else if (walk.named("item", nameStart, nameEnd)) {
                inItem(start);
            } else if (walk.named("response", nameStart, nameEnd)) {
                inResponse(start, null);
            } else if (walk.named("delta", nameStart, nameEnd) && bytes[start] == '"') {
                delta[0] = start + 1;
                delta[1] = end - 1;
            }
        });
        if (type.endsWith(DELTA) && delta[1] > delta[0]) {
            out.text(bytes, delta[0], delta[1]);
        }
    }

    private void begin(byte[] text, int to) {
        bytes = text;
        walk = new JsonWalk(text, to);
        patches = new Patches();
        type = "";
        status = "";
        errorStart = 0;
        errorEnd = 0;
    }

    /// Of what was read last.
    Patches patches() {
        return patches;
    }

    /// Of the event; empty when it has none.
    String type() {
        return type;
    }

    /// Of the response; empty when it tells none.
    String status() {
        return status;
    }

    /// Null when none was told.
    @Nullable
    Quantities usage() {
        JsonNode told = usage;
        if (told == null || !told.path("input_tokens").isIntegralNumber()) {
            return null;
        }
        JsonNode in = told.path("input_tokens_details");
        JsonNode out = told.path("output_tokens_details");
        return OpenAiUsage.disjoint(new OpenAiUsage.Told(
                count(told, "input_tokens"),
                count(in, "cached_tokens"),
                count(in, "cache_write_tokens"),
                0,
                0,
                count(told, "output_tokens"),
                count(out, "reasoning_tokens"),
                0));
    }

    private static long count(JsonNode parent, String field) {
        return Math.max(0, parent.path(field).asLong());
    }

    /// Why the response that was read last has failed. What is wrong with the caller's own text or pictures
    /// is told by words of its own.
    Reading failed(byte[] text) {
        JsonNode error = errorEnd > errorStart ? tree(text, errorStart, errorEnd) : null;
        String code = error == null ? "" : error.path("code").asText("");
        if (error != null && (code.startsWith("invalid_") || code.contains("image"))) {
            String message = error.path("message").asText("The provider refused the request.");
            return new Reading.Failed(new Failure.CallersFault(
                    message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message, false));
        }
        return new Reading.Failed(OpenAiFailures.told(error));
    }

    private void inResponse(int from, @Nullable AnswerWriter out) {
        walk.each(from, (nameStart, nameEnd, start, end) -> {
            if (walk.named("id", nameStart, nameEnd) || walk.named("previous_response_id", nameStart, nameEnd)) {
                name(start, end);
            } else if (walk.named("model", nameStart, nameEnd)) {
                patches.put(start, end, model);
            } else if (walk.named("status", nameStart, nameEnd)) {
                status = text(start, end);
            } else if (walk.named("error", nameStart, nameEnd) && bytes[start] == '{') {
                errorStart = start;
                errorEnd = end;
            } else if (walk.named("usage", nameStart, nameEnd) && bytes[start] == '{') {
                usage = tree(bytes, start, end);
            } else if (walk.named("output", nameStart, nameEnd)) {
                walk.each(start, (noName, noEnd, at, until) -> {
                    inItem(at);
                    if (out != null) {
                        tell(at, out);
                    }
                });
            }
        });
    }

    private void inItem(int from) {
        walk.each(from, (nameStart, nameEnd, start, end) -> {
            if (walk.named("id", nameStart, nameEnd)) {
                name(start, end);
            } else if (walk.named("encrypted_content", nameStart, nameEnd) && bytes[start] == '"') {
                patches.put(start + 1, start + 1, asked.sealed("").getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /// What an item says, however deep.
    private void tell(int from, AnswerWriter out) {
        walk.each(from, (nameStart, nameEnd, start, end) -> {
            if (bytes[start] == '{' || bytes[start] == '[') {
                tell(start, out);
            } else if (bytes[start] == '"' && isSaid(nameStart, nameEnd) && end - start > 2) {
                out.text(bytes, start + 1, end - 1);
            }
        });
    }

    private boolean isSaid(int nameStart, int nameEnd) {
        return walk.named("text", nameStart, nameEnd)
                || walk.named("refusal", nameStart, nameEnd)
                || walk.named("arguments", nameStart, nameEnd)
                || walk.named("input", nameStart, nameEnd)
                || walk.named("code", nameStart, nameEnd);
    }

    /// Most events are about the same item.
    private void name(int start, int end) {
        String id = text(start, end);
        if (id.isEmpty()) {
            return;
        }
        if (!id.equals(lastId)) {
            lastId = id;
            lastShown = quoted(asked.shown(id));
        }
        patches.put(start, end, lastShown);
    }

    /// Empty when it is no short string.
    private String text(int start, int end) {
        return bytes[start] == '"' && end - start <= NAME_MAX
                ? new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8)
                : "";
    }

    private static byte[] quoted(String text) {
        return ('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"').getBytes(StandardCharsets.UTF_8);
    }

    /// Null when it is no JSON.
    private @Nullable JsonNode tree(byte[] text, int from, int to) {
        try {
            return json.readTree(text, from, to - from);
        } catch (IOException e) {
            return null;
        }
    }
}
