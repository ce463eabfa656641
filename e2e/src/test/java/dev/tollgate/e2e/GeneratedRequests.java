package dev.tollgate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Requests as no client would send them, each made from a valid one: fields of other types, values out of range,
/// missing and foreign fields, texts of any size, broken JSON, odd headers. The same seed makes the same requests.
final class GeneratedRequests {
    /// @param headers beside authorization
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Generated(String method, String path, Map<String, String> headers, byte[] body) {
        @Override
        public String toString() {
            return method + " " + path + " " + headers + " "
                    + new String(body, 0, Math.min(body.length, 400), StandardCharsets.UTF_8);
        }
    }

    private static final Map<String, List<String>> VALID = Map.ofEntries(
            Map.entry(
                    "/v1/chat/completions",
                    List.of(
                            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":8}",
                            "{\"model\":\"demo\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":"
                                    + "[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":[{\"type\":"
                                    + "\"text\",\"text\":\"hi\"}]}],\"max_tokens\":8,\"temperature\":1,\"n\":1}",
                            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"tools\":[{\"type\":"
                                    + "\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}],"
                                    + "\"tool_choice\":\"auto\",\"max_tokens\":8,\"stop\":[\"x\"],\"metadata\":{\"a\":\"b\"}}")),
            Map.entry(
                    "/v1/embeddings",
                    List.of("{\"model\":\"demo-embedding\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"float\","
                            + "\"dimensions\":8}")),
            Map.entry(
                    "/v1/images/generations",
                    List.of(
                            "{\"model\":\"demo-image\",\"prompt\":\"p\",\"n\":1,\"size\":\"256x256\",\"response_format\":"
                                    + "\"url\"}")),
            Map.entry(
                    "/v1/audio/speech",
                    List.of(
                            "{\"model\":\"demo-speech\",\"input\":\"hi\",\"voice\":\"alloy\",\"response_format\":\"pcm\","
                                    + "\"speed\":1}")),
            Map.entry(
                    "/v1/completions",
                    List.of(
                            "{\"model\":\"demo-completion\",\"prompt\":[\"a\",\"b\"],\"max_tokens\":8,\"n\":1,\"best_of\":2,"
                                    + "\"echo\":true,\"logprobs\":1,\"stop\":[\"x\"]}",
                            "{\"model\":\"demo\",\"prompt\":\"a\",\"max_tokens\":8,\"stream\":true}")),
            Map.entry(
                    "/v1/images/edits",
                    List.of("{\"model\":\"demo-image-tokens\",\"prompt\":\"p\",\"n\":1,\"quality\":\"low\",\"images\":"
                            + "[{\"image_url\":\"https://files.example/a.png\"}],\"mask\":"
                            + "{\"image_url\":\"data:image/png;base64,AAAA\"}}")),
            Map.entry(
                    "/v1/moderations",
                    List.of("{\"model\":\"demo-moderation\",\"input\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":"
                            + "\"image_url\",\"image_url\":{\"url\":\"https://files.example/a.png\"}}]}")),
            Map.entry(
                    "/v1/rerank",
                    List.of(
                            "{\"model\":\"demo-rerank\",\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"}],\"top_n\":1,"
                                    + "\"return_documents\":true}")),
            Map.entry(
                    "/v1/messages",
                    List.of(
                            "{\"model\":\"claude-3-5-sonnet\",\"max_tokens\":8,\"system\":\"s\",\"messages\":[{\"role\":"
                                    + "\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}",
                            "{\"model\":\"demo\",\"max_tokens\":8,\"stream\":true,\"tools\":[{\"name\":\"f\","
                                    + "\"input_schema\":{\"type\":\"object\"}}],\"messages\":[{\"role\":\"user\","
                                    + "\"content\":\"hi\"}]}")),
            Map.entry(
                    "/v1/messages/count_tokens",
                    List.of("{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")),
            Map.entry(
                    "/v1/responses",
                    List.of(
                            "{\"model\":\"demo\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":"
                                    + "\"input_text\",\"text\":\"hi\"}]}],\"max_output_tokens\":16,\"store\":false}",
                            "{\"model\":\"gemini-2.0-flash\",\"input\":\"hi\",\"instructions\":\"s\",\"stream\":true,"
                                    + "\"max_output_tokens\":16}")),
            Map.entry(
                    "/v1/batches",
                    List.of("{\"input_file_id\":\"file-x\",\"endpoint\":\"/v1/chat/completions\","
                            + "\"completion_window\":\"24h\"}")),
            Map.entry(
                    "/v1/explain",
                    List.of("{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")));
    private static final List<String> PATHS = VALID.keySet().stream().sorted().toList();
    private static final String MULTIPART = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\""
            + "\r\n\r\nRIFF\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\ndemo-transcribe\r\n--b--\r\n";
    private static final List<String> CONTENT_TYPES = List.of(
            "application/json; charset=utf-8",
            "text/plain",
            "application/json;",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "application/xml");
    private static final List<String> GET_PATHS = List.of(
            "/v1/models",
            "/v1/models/demo",
            "/v1/models/%2F..%2F",
            "/v1/models/%ff",
            "/v1/usage/x",
            "/v1/usage/00000000-0000-7000-8000-000000000000",
            "/v1/credits",
            "/v1/files",
            "/v1/files/file-x/content",
            "/v1/batches?limit=0",
            "/v1/nothing",
            "/v1/realtime?model=demo-realtime",
            "/v1/openapi.json");

    private final Random random;

    GeneratedRequests(long seed) {
        this.random = new Random(seed);
    }

    Generated next() {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return new Generated(any("GET", "HEAD", "DELETE", "PUT"), any(GET_PATHS), headers(""), new byte[0]);
        }
        if (kind <= 2) {
            return new Generated(
                    "POST",
                    any(
                            "/v1/audio/transcriptions",
                            "/v1/audio/translations",
                            "/v1/images/edits",
                            "/v1/images/variations",
                            "/v1/files"),
                    headers("multipart/form-data; boundary=b"),
                    broken(MULTIPART.getBytes(StandardCharsets.UTF_8)));
        }
        String path = any(PATHS);
        JsonNode body = Suite.json(any(VALID.getOrDefault(path, List.of())));
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            change(body);
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return new Generated("POST", path, headers("application/json"), random.nextInt(8) == 0 ? broken(bytes) : bytes);
    }

    private Map<String, String> headers(String contentType) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!contentType.isEmpty()) {
            headers.put("Content-Type", random.nextInt(25) == 0 ? any(CONTENT_TYPES) : contentType);
        }
        if (random.nextInt(10) == 0) {
            headers.put(
                    any("Accept", "x-request-id", "Idempotency-Key", "OpenAI-Beta", "traceparent", "Origin"),
                    any("*/*", "image/png", "x".repeat(300), "k" + random.nextInt(50), "00-zz-yy-01", "null"));
        }
        return headers;
    }

    /// Somewhere in it: replaced, taken away or put in.
    private void change(JsonNode body) {
        List<JsonNode> containers = new ArrayList<>();
        collect(body, containers);
        switch (any(containers)) {
            case ObjectNode object -> changeMember(object);
            case ArrayNode array -> changeElement(array);
            default -> throw new AssertionError("only containers are collected");
        }
    }

    private void changeMember(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        int what = random.nextInt(6);
        if (what == 0 || names.isEmpty()) {
            object.set(any("max_completion_tokens", "n", "seed", "user", "x", "logprobs", "response_format"), value(0));
        } else if (what == 1) {
            object.remove(any(names));
        } else {
            object.set(any(names), value(0));
        }
    }

    private void changeElement(ArrayNode array) {
        int what = random.nextInt(4);
        if (what == 0 || array.isEmpty()) {
            array.add(value(0));
        } else if (what == 1) {
            array.remove(random.nextInt(array.size()));
        } else if (what == 2) {
            array.set(random.nextInt(array.size()), value(0));
        } else {
            array.add(array.get(0).deepCopy());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 9 : 11)) {
            case 0 -> Suite.JSON.getNodeFactory().nullNode();
            case 1 -> Suite.JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 2 -> Suite.JSON.getNodeFactory().numberNode(any(-1L, 0L, 1L, 129L, 4_097L, Long.MAX_VALUE));
            case 3 -> Suite.JSON.getNodeFactory().numberNode(any(-0.5, 0.0, 1e300, 2.5, -1e-300));
            case 4 -> Suite.JSON.getNodeFactory().numberNode(new BigInteger("9".repeat(40)));
            case 5 -> Suite.JSON.getNodeFactory().textNode("");
            case 6 ->
                Suite.JSON.getNodeFactory().textNode(any("auto", "user", "demo", "\u0000", "\ud83d\ude00", "../x"));
            case 7 -> Suite.JSON.getNodeFactory().textNode("x".repeat(random.nextInt(2_000)));
            case 8 -> nested(random.nextInt(130));
            case 9 -> Suite.JSON.createArrayNode().add(value(depth + 1)).add(value(depth + 1));
            default -> Suite.JSON.createObjectNode().set(any("type", "url", "text", "name"), value(depth + 1));
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode node = Suite.JSON.getNodeFactory().numberNode(1);
        for (int i = 0; i < depth; i++) {
            node = Suite.JSON.createArrayNode().add(node);
        }
        return node;
    }

    /// Cut, or a byte of it changed.
    private byte[] broken(byte[] bytes) {
        byte[] broken = Arrays.copyOf(bytes, random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length);
        if (broken.length > 0 && random.nextBoolean()) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        return broken;
    }

    @SafeVarargs
    private <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
