package dev.tollgate.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// What [PrivateWords] says as a chat, said in the formats of others, and in a batch's files, which are deleted when it
/// is over: what is left of them anywhere is too much.
final class PrivateFormats {
    private static final String SAID = PrivateWords.SAID.text();
    private static final String FILE = PrivateWords.FILE.text();
    private static final String FILE_NAME = PrivateWords.FILE_NAME.text();

    private final Caller caller;

    PrivateFormats(Caller caller) {
        this.caller = caller;
    }

    void sayAll() {
        messages();
        responses();
        batch();
        PrivateWords.good(caller.post("/v1/explain", Ask.plain("demo", SAID, 20)));
    }

    /// Natively, and as a chat of each dialect.
    private void messages() {
        for (String model : Dialects.models().values()) {
            for (boolean stream : new boolean[] {false, true}) {
                PrivateWords.good(caller.post("/v1/messages", message(model, stream, said("text", "text"))));
            }
        }
        String picture = "{\"type\":\"image\",\"source\":" + base64("image/png", PrivateWords.picture()) + "}";
        String document = "{\"type\":\"document\",\"title\":\"" + FILE_NAME + "\",\"source\":"
                + base64("application/pdf", ("%PDF-1.4 " + FILE).getBytes(StandardCharsets.UTF_8)) + "}";
        for (String model : List.of("claude-3-5-sonnet", "gemini-2.0-flash")) {
            PrivateWords.good(caller.post("/v1/messages", message(model, false, picture + "," + document)));
        }
        PrivateWords.good(
                caller.post("/v1/messages/count_tokens", message("claude-3-5-sonnet", false, said("text", "text"))));
        for (String model : List.of(SAID, "fault-503", "fault-400", "keyed-leak", "keyed-401")) {
            PrivateWords.bad(caller.post("/v1/messages", message(model, true, said("text", "text"))));
        }
        PrivateWords.bad(caller.post("/v1/messages", message("demo", false, said(SAID, "text"))));
        PrivateWords.bad(caller.post("/v1/messages", "{\"model\":\"demo\",\"max_tokens\":9,\"messages\":\"" + SAID));
    }

    private static String message(String model, boolean stream, String blocks) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":100,\"stream\":" + stream + ",\"system\":\"" + SAID
                + "\",\"messages\":[{\"role\":\"user\",\"content\":[" + blocks + "]}]}";
    }

    /// Natively, and as a chat.
    private void responses() {
        String picture = "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(PrivateWords.picture()) + "\"}";
        for (String model : List.of("demo", "gemini-2.0-flash")) {
            for (boolean stream : new boolean[] {false, true}) {
                PrivateWords.good(caller.post("/v1/responses", response(model, stream, said("input_text", "text"))));
            }
            PrivateWords.good(caller.post("/v1/responses", response(model, false, picture)));
        }
        PrivateWords.bad(caller.post("/v1/responses", response("demo", false, said(SAID, "text"))));
        PrivateWords.bad(caller.post("/v1/responses", response(SAID, false, said("input_text", "text"))));
        PrivateWords.bad(caller.post(
                "/v1/responses", "{\"model\":\"demo\",\"previous_response_id\":\"" + SAID + "\",\"input\":\"a\"}"));
    }

    private static String response(String model, boolean stream, String parts) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"instructions\":\"" + SAID
                + "\",\"input\":[{\"role\":\"user\",\"content\":[" + parts + "]}]}";
    }

    private static String said(String type, String member) {
        return "{\"type\":\"" + type + "\",\"" + member + "\":\"" + SAID + "\"}";
    }

    private static String base64(String type, byte[] bytes) {
        return "{\"type\":\"base64\",\"media_type\":\"" + type + "\",\"data\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}";
    }

    /// Two lines that are answered and one that is refused; the files of all of it are deleted.
    private void batch() {
        String lines = String.join(
                "\n",
                line("first", Ask.plain("demo", SAID, 20)),
                line("second", Ask.plain("demo", FILE, 20)),
                line("third", Ask.plain("fault-400", SAID, 20)));
        Reply input = caller.upload(
                "/v1/files", "lines.jsonl", lines.getBytes(StandardCharsets.UTF_8), Map.of("purpose", "batch"));
        PrivateWords.good(input);
        String file = Suite.json(input.body()).path("id").textValue();
        Reply made = caller.post(
                "/v1/batches",
                "{\"input_file_id\":\"" + file
                        + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}");
        PrivateWords.good(made);
        String path = "/v1/batches/" + Suite.json(made.body()).path("id").textValue();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> caller.get(path).json().path("completed_at").isNumber());
        JsonNode batch = caller.get(path).json();
        for (String one : new String[] {"input_file_id", "output_file_id", "error_file_id"}) {
            String id = batch.path(one).asText("");
            PrivateWords.good(caller.get("/v1/files/" + id + "/content"));
            PrivateWords.good(caller.delete("/v1/files/" + id));
        }
    }

    private static String line(String id, String body) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":" + body
                + "}";
    }
}
