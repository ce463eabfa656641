package dev.tollgate.local.fake.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Reply;
import dev.tollgate.local.fake.Script;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// JSON answers with the faults that change the JSON itself.
public final class JsonReply {

    public static final String DONE = "data: [DONE]\n\n";

    private static final int HUGE_BYTES = 8 << 20;

    private JsonReply() {}

    /// A plain answer.
    ///
    /// @param usage null for an answer that tells none
    /// @param units pauses of the script's pace that it takes
    public static Reply whole(Script script, ObjectNode root, @Nullable JsonNode usage, long units) {
        return whole(script, root, usage, units, Rejection.midway());
    }

    public static Reply whole(Script script, ObjectNode root, @Nullable JsonNode usage, long units, Rejection midway) {
        pad(script, root);
        if (usage != null && !script.has(Fault.NO_USAGE)) {
            root.set("usage", usage);
        }
        Buffer error = Buffer.buffer(midway.toJson().toString());
        return new Reply.Whole(Reply.JSON, Buffer.buffer(root.toString()), units, error);
    }

    /// An event of a stream by its `data:` line alone.
    public static String frame(ObjectNode json) {
        return "data: " + json + "\n\n";
    }

    /// An event with its name on a line of its own.
    public static String named(ObjectNode json) {
        return "event: " + json.path("type").asText() + "\n" + frame(json);
    }

    /// One huge line, when the script asks for it.
    public static ObjectNode pad(Script script, ObjectNode json) {
        return script.has(Fault.HUGE_LINE) ? json.put("obfuscation", "x".repeat(HUGE_BYTES)) : json;
    }
}
