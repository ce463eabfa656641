package dev.tollgate.bench.micro;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;

/// Bodies of requests as they come.
public final class Bodies {
    private static final String SENTENCE =
            "A gateway forwards what it is given, and this text is long for no other reason. ";
    private static final String PICTURE = "iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAIAAADwf7zU";
    private static final int TURNS = 12;
    private static final int TOOLS = 8;
    private static final int INPUTS = 2_048;

    private Bodies() {}

    /// A chat completion: `small` (260 bytes), `tools` (10 KB: several turns, calls of tools), `long` (1 MB of text) or
    /// `image` (a picture of 5 MB).
    public static Buffer chat(String kind) {
        return Buffer.buffer(
                switch (kind) {
                    case "small" -> chat(quoted("Hello, please answer briefly, in one paragraph."), "");
                    case "tools" -> chat(conversation(), tools());
                    case "long" -> chat(quoted(text(1_000_000)), "");
                    case "image" -> chat(picture(5_000_000), "");
                    default -> throw new IllegalArgumentException(kind);
                });
    }

    /// A request for 2,048 vectors of short texts.
    public static Buffer embeddings() {
        String texts = String.join(
                ",", Collections.nCopies(INPUTS, quoted("What a text looks like that somebody wants a vector of.")));
        return Buffer.buffer(
                "{\"model\":\"text-embedding-3-small\",\"encoding_format\":\"base64\",\"dimensions\":256,\"input\":["
                        + texts + "]}");
    }

    private static String chat(String content, String more) {
        return "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful "
                + "assistant.\"},{\"role\":\"user\",\"content\":" + content + "}],\"temperature\":0.7,"
                + "\"max_tokens\":200,\"stream\":true,\"stream_options\":{\"include_usage\":true}" + more + "}";
    }

    /// Ends in the user's own last words, for [#chat] closes that message.
    private static String conversation() {
        StringBuilder turns = new StringBuilder(quoted(text(200)));
        for (int i = 0; i < TURNS; i++) {
            turns.append("""
                    },{"role":"assistant","content":null,"tool_calls":[{"id":"call_%d","type":"function","function":\
                    {"name":"look_up_%d","arguments":"{\\"city\\":\\"Oslo\\",\\"days\\":%d}"}}]},\
                    {"role":"tool","tool_call_id":"call_%d","content":%s},{"role":"user","content":%s""".formatted(i, i % TOOLS, i, i, quoted(text(160)), quoted(text(120))));
        }
        return turns.toString();
    }

    private static String tools() {
        StringBuilder tools = new StringBuilder(",\"tools\":[");
        for (int i = 0; i < TOOLS; i++) {
            tools.append(i == 0 ? "" : ",").append("""
                    {"type":"function","function":{"name":"look_up_%d","description":%s,"parameters":{"type":"object",\
                    "properties":{"city":{"type":"string","description":"Where"},"days":{"type":"integer","minimum":1,\
                    "maximum":14,"description":"How many"}},"required":["city"],"additionalProperties":false}}}""".formatted(i, quoted(text(160))));
        }
        return tools.append(']').toString();
    }

    private static String picture(int size) {
        return "[{\"type\":\"text\",\"text\":\"What is this?\"},{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"data:image/png;base64," + PICTURE + "AAAA".repeat((size - PICTURE.length()) / 4)
                + "\"}}]";
    }

    private static String text(int size) {
        return SENTENCE.repeat(size / SENTENCE.length() + 1).substring(0, size);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
