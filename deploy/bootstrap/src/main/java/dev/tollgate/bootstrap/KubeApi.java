package dev.tollgate.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The few calls to the Kubernetes API that the Jobs make, on objects of their own namespace. What must not be
/// overwritten is written with the `resourceVersion` that was read: who comes second is told so.
final class KubeApi {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /// A kind of object, as its path says.
    enum Kind {
        SECRET("/api/v1", "secrets"),
        CLAIM("/api/v1", "persistentvolumeclaims"),
        POD("/api/v1", "pods"),
        SERVICE_ACCOUNT("/api/v1", "serviceaccounts"),
        STATEFUL_SET("/apis/apps/v1", "statefulsets"),
        JOB("/apis/batch/v1", "jobs");

        private final String group;
        private final String plural;

        Kind(String group, String plural) {
            this.group = group;
            this.plural = plural;
        }
    }

    private final KubeAccess access;
    private final HttpClient http;

    KubeApi(KubeAccess access) {
        this.access = access;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
        if (access.tls() != null) {
            builder.sslContext(access.tls());
        }
        this.http = builder.build();
    }

    Optional<JsonNode> get(Kind kind, String name) {
        return send("GET", path(kind) + "/" + name, null, null, Set.of(NOT_FOUND));
    }

    /// All of a kind with these labels; `""` for all.
    JsonNode list(Kind kind, String labels) {
        String query = labels.isEmpty()
                ? ""
                : "?labelSelector=" + labels.replace("=", "%3D").replace(",", "%2C");
        return send("GET", path(kind) + query, null, null, Set.of())
                .orElseThrow()
                .path("items");
    }

    /// @return empty when there is one of this name already
    Optional<JsonNode> create(Kind kind, JsonNode object) {
        return send("POST", path(kind), object, "application/json", Set.of(CONFLICT));
    }

    /// Replaces what was read.
    ///
    /// @return empty when it was changed or deleted since
    Optional<JsonNode> replace(Kind kind, JsonNode object) {
        String name = object.at("/metadata/name").asText();
        return send("PUT", path(kind) + "/" + name, object, "application/json", Set.of(CONFLICT, NOT_FOUND));
    }

    /// Changes some of an object's fields, whatever the others are.
    ///
    /// @return empty when it was deleted meanwhile
    Optional<JsonNode> merge(Kind kind, String name, JsonNode fields) {
        return send("PATCH", path(kind) + "/" + name, fields, "application/merge-patch+json", Set.of(NOT_FOUND));
    }

    /// Deletes an object and what it made; one that is not there is well.
    void delete(Kind kind, String name) {
        send("DELETE", path(kind) + "/" + name + "?propagationPolicy=Background", null, null, Set.of(NOT_FOUND));
    }

    private String path(Kind kind) {
        return kind.group + "/namespaces/" + access.namespace() + "/" + kind.plural;
    }

    /// @return empty for one of the expected refusals
    /// @throws BootstrapException for any other, with what the API said
    private Optional<JsonNode> send(
            String method, String path, @Nullable JsonNode body, @Nullable String type, Set<Integer> expected) {
        HttpRequest.Builder request = HttpRequest.newBuilder(access.server().resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + access.token())
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (expected.contains(answer.statusCode())) {
                return Optional.empty();
            }
            JsonNode content = answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
            if (answer.statusCode() >= 300) {
                throw new BootstrapException("the Kubernetes API answered %d to %s %s: %s"
                        .formatted(
                                answer.statusCode(),
                                method,
                                path,
                                content.path("message").asText()));
            }
            return Optional.of(content);
        } catch (IOException e) {
            throw new BootstrapException("the Kubernetes API does not answer %s %s: %s".formatted(method, path, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BootstrapException("interrupted", e);
        }
    }
}
