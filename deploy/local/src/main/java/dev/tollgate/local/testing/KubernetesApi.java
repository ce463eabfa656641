package dev.tollgate.local.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The Kubernetes API, as far as programs of ours use it: objects of one namespace, by name, each write counted by
/// a `resourceVersion`. As strict as the real one: no token, no answer; a name that is taken and a version that has
/// passed are conflicts; a Secret's data is Base64.
public final class KubernetesApi implements AutoCloseable {
    /// What callers must show.
    public static final String TOKEN = "service-account-token";

    /// The namespace there is.
    public static final String NAMESPACE = "tollgate";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH =
            Pattern.compile("(/api/v1|/apis/apps/v1|/apis/batch/v1)/namespaces/([a-z-]+)/([a-z]+)(?:/([a-z0-9.-]+))?");
    private static final Map<String, String> KINDS = Map.of(
            "/api/v1/secrets", "Secret",
            "/api/v1/persistentvolumeclaims", "PersistentVolumeClaim",
            "/api/v1/pods", "Pod",
            "/api/v1/serviceaccounts", "ServiceAccount",
            "/apis/apps/v1/statefulsets", "StatefulSet",
            "/apis/batch/v1/jobs", "Job");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private long version = 1;

    public KubernetesApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// What was written, in order: `POST secrets/name`.
    public List<String> writes() {
        return List.copyOf(writes);
    }

    /// Puts an object there, as a controller or an administrator would.
    ///
    /// @param plural such as `secrets`
    public synchronized void put(String plural, String json) {
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(json);
            String group = KINDS.keySet().stream()
                    .filter(key -> key.endsWith("/" + plural))
                    .findFirst()
                    .orElseThrow();
            store(group + "/" + object.at("/metadata/name").asText(), object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes an object away.
    public synchronized void remove(String plural, String name) {
        objects.keySet().removeIf(key -> key.endsWith("/" + plural + "/" + name));
    }

    /// An object, or null.
    public synchronized @Nullable JsonNode get(String plural, String name) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/" + plural + "/" + name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /// A Secret's values, decoded; empty when it is not there.
    public Map<String, String> secret(String name) {
        Map<String, String> values = new TreeMap<>();
        JsonNode secret = get("secrets", name);
        if (secret != null) {
            secret.path("data")
                    .properties()
                    .forEach(entry -> values.put(
                            entry.getKey(),
                            new String(
                                    Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8)));
        }
        return values;
    }

    private record Refusal(int status, String reason) {}

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            Object answer = answer(exchange, sent);
            ObjectNode body;
            int status = 200;
            if (answer instanceof Refusal(int code, String reason)) {
                status = code;
                body = JSON.createObjectNode()
                        .put("kind", "Status")
                        .put("status", "Failure")
                        .put("message", reason)
                        .put("reason", reason)
                        .put("code", code);
            } else {
                body = (ObjectNode) answer;
            }
            byte[] bytes = JSON.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Object answer(HttpExchange exchange, byte[] sent) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Refusal(401, "Unauthorized");
        }
        if (!path.matches() || !KINDS.containsKey(path.group(1) + "/" + path.group(3))) {
            return new Refusal(404, "the server could not find the requested resource");
        }
        if (!path.group(2).equals(NAMESPACE)) {
            return new Refusal(403, "Forbidden");
        }
        String collection = path.group(1) + "/" + path.group(3);
        String method = exchange.getRequestMethod();
        if (!method.equals("GET")) {
            writes.add(method + " " + path.group(3) + (path.group(4) == null ? "" : "/" + path.group(4)));
        }
        String query = exchange.getRequestURI().getQuery();
        if (path.group(4) == null) {
            return switch (method) {
                case "GET" -> list(collection, query == null ? "" : query);
                case "POST" -> create(exchange, collection, sent);
                default -> new Refusal(405, "MethodNotAllowed");
            };
        }
        String key = collection + "/" + path.group(4);
        ObjectNode there = objects.get(key);
        if (there == null) {
            return new Refusal(404, "NotFound");
        }
        return switch (method) {
            case "GET" -> there;
            case "PUT" -> replace(exchange, key, there, sent);
            case "PATCH" -> merge(exchange, key, there, sent);
            case "DELETE" -> Objects.requireNonNull(objects.remove(key));
            default -> new Refusal(405, "MethodNotAllowed");
        };
    }

    private ObjectNode list(String collection, String query) {
        ArrayNode items = JSON.createArrayNode();
        String[] label =
                query.startsWith("labelSelector=") ? query.substring(14).split("=", 2) : new String[0];
        objects.forEach((key, object) -> {
            boolean wanted = label.length == 0
                    || object.at("/metadata/labels").path(label[0]).asText().equals(label[1]);
            if (key.startsWith(collection + "/") && wanted) {
                items.add(object);
            }
        });
        return JSON.createObjectNode().put("kind", "List").set("items", items);
    }

    private Object create(HttpExchange exchange, String collection, byte[] sent) throws IOException {
        if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return new Refusal(415, "UnsupportedMediaType");
        }
        ObjectNode object = (ObjectNode) JSON.readTree(sent);
        String name = object.at("/metadata/name").asText();
        String fault = fault(object, KINDS.getOrDefault(collection, ""), name);
        if (!fault.isEmpty()) {
            return new Refusal(422, fault);
        }
        if (objects.containsKey(collection + "/" + name)) {
            return new Refusal(409, "AlreadyExists");
        }
        return store(collection + "/" + name, object);
    }

    private Object replace(HttpExchange exchange, String key, ObjectNode there, byte[] sent) throws IOException {
        if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return new Refusal(415, "UnsupportedMediaType");
        }
        ObjectNode object = (ObjectNode) JSON.readTree(sent);
        String fault = fault(
                object, there.path("kind").asText(), there.at("/metadata/name").asText());
        if (!fault.isEmpty()) {
            return new Refusal(422, fault);
        }
        JsonNode seen = object.at("/metadata/resourceVersion");
        if (!seen.isMissingNode() && !seen.equals(there.at("/metadata/resourceVersion"))) {
            return new Refusal(409, "Conflict");
        }
        return object.equals(there) ? there : store(key, object);
    }

    private Object merge(HttpExchange exchange, String key, ObjectNode there, byte[] sent) throws IOException {
        if (!"application/merge-patch+json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return new Refusal(415, "UnsupportedMediaType");
        }
        ObjectNode merged = there.deepCopy();
        merge(merged, (ObjectNode) JSON.readTree(sent));
        return merged.equals(there) ? there : store(key, merged);
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner) {
                merge(into.withObjectProperty(entry.getKey()), inner);
            } else if (entry.getValue().isNull()) {
                into.remove(entry.getKey());
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private ObjectNode store(String key, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        stored.withObjectProperty("metadata")
                .put("namespace", NAMESPACE)
                .put("resourceVersion", Long.toString(++version));
        objects.put(key, stored);
        return stored;
    }

    private static String fault(ObjectNode object, String kind, String name) {
        if (!object.path("kind").asText().equals(kind)) {
            return "kind: must be " + kind;
        }
        if (!NAME.matcher(object.at("/metadata/name").asText()).matches()
                || !object.at("/metadata/name").asText().equals(name)) {
            return "metadata.name: Invalid value";
        }
        for (JsonNode owner : object.at("/metadata/ownerReferences")) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                if (owner.path(field).asText().isEmpty()) {
                    return "metadata.ownerReferences." + field + ": Required value";
                }
            }
        }
        for (Map.Entry<String, JsonNode> value : object.path("data").properties()) {
            try {
                Base64.getDecoder().decode(value.getValue().asText());
            } catch (IllegalArgumentException e) {
                return "data." + value.getKey() + ": illegal base64 data";
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
