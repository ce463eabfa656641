package dev.tollgate.local.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Remembers what was asked and what became of it, for tests to inspect. Bounded; one event loop owns it.
public final class RequestLog {

    private static final int KEPT = 1_000;
    private static final int BODY_MAX = 64 << 10;
    private static final Set<String> SECRET =
            Set.of("authorization", "x-api-key", "x-goog-api-key", "api-key", "sec-websocket-protocol");

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<String, Long> byModel = new TreeMap<>();
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final Set<Integer> prompts = new HashSet<>();
    private long requests;
    private long completed;
    private long clientClosed;
    private long chunks;

    Entry open(String path, Map<String, String> headers) {
        Entry entry = new Entry(path, headers);
        entries.addLast(entry);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
        requests++;
        return entry;
    }

    public void reset() {
        entries.clear();
        byModel.clear();
        byStatus.clear();
        prompts.clear();
        requests = 0;
        completed = 0;
        clientClosed = 0;
        chunks = 0;
    }

    /// Whether this prompt is seen for the first time.
    public boolean isNew(String prompt) {
        return prompts.add(prompt.hashCode());
    }

    public ObjectNode newest(int limit, @Nullable String model) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode data = root.putArray("requests");
        List<Entry> matching = entries.stream()
                .filter(entry -> model == null || entry.model.equals(model))
                .toList();
        matching.stream().skip(Math.max(0, matching.size() - limit)).forEach(entry -> data.add(entry.toJson()));
        return root;
    }

    public ObjectNode stats() {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("requests", requests)
                .put("completed", completed)
                .put("client_closed", clientClosed)
                .put("in_flight", requests - completed - clientClosed)
                .put("chunks_written", chunks);
        ObjectNode models = root.putObject("by_model");
        byModel.forEach(models::put);
        ObjectNode statuses = root.putObject("by_status");
        byStatus.forEach((status, count) -> statuses.put(status.toString(), count));
        return root;
    }

    /// One request, from its head to its end.
    public final class Entry {

        private final String path;
        private final Map<String, String> headers;
        private String model = "";
        private @Nullable JsonNode body;
        private int status;
        private long written;
        private boolean closedByClient;
        private boolean ended;
        private final Map<String, JsonNode> notes = new TreeMap<>();

        private Entry(String path, Map<String, String> headers) {
            this.path = path;
            this.headers = headers;
        }

        public void asked(String modelName, JsonNode json, int size) {
            model = modelName;
            body = size <= BODY_MAX ? json : JsonNodeFactory.instance.textNode("too large to keep: " + size + " bytes");
            byModel.merge(modelName, 1L, Long::sum);
        }

        /// Keeps something more that tests want to know, under a name of its own in the entry's JSON.
        public void note(String name, JsonNode value) {
            notes.put(name, value);
        }

        public void wroteChunk() {
            written++;
            chunks++;
        }

        public void answered(int statusCode) {
            status = statusCode;
            byStatus.merge(statusCode, 1L, Long::sum);
        }

        /// The whole answer was handed over, or the fault's script ended.
        public void completed() {
            if (!ended) {
                ended = true;
                completed++;
            }
        }

        /// The connection went away before the answer's end.
        public void closed() {
            if (!ended) {
                ended = true;
                closedByClient = true;
                clientClosed++;
            }
        }

        public boolean isEnded() {
            return ended;
        }

        private ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("path", path)
                    .put("model", model)
                    .put("status", status)
                    .put("chunks_written", written)
                    .put("client_closed", closedByClient)
                    .put("ended", ended)
                    .put("authorization", headers.containsKey("authorization"));
            ObjectNode kept = json.putObject("headers");
            headers.forEach((name, value) -> kept.put(name, SECRET.contains(name) ? "present" : value));
            notes.forEach(json::set);
            json.set("body", body == null ? JsonNodeFactory.instance.nullNode() : body);
            return json;
        }
    }
}
