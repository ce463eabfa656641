package dev.tollgate.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Makes the account "demo" with 100 credits and an API key, and who sees to it in the Console, through the management
/// API, as a person would.
final class DemoAccount {
    /// Owns the account.
    static final String OWNER = "demo@example.com";
    /// Runs the installation.
    static final String OPERATOR = "operator@example.com";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GIFT_NANOS = "100000000000";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI console;
    private final String adminToken;

    DemoAccount(URI console, String adminToken) {
        this.console = console;
        this.adminToken = adminToken;
    }

    /// @return the new API key
    /// @throws StackException when the management API refuses, with what it said
    String create() {
        JsonNode account = post("/api/v1/accounts", JSON.createObjectNode().put("name", "demo"));
        String id = account.path("id").asText();
        ObjectNode gift = JSON.createObjectNode()
                .put("amount", GIFT_NANOS)
                .put("reason", "demo credit")
                .put("idempotency_key", "demo-credit-" + id);
        post("/api/v1/accounts/" + id + "/gifts", gift);
        JsonNode key = post(
                "/api/v1/keys", JSON.createObjectNode().put("account_id", id).put("name", "demo"));
        String secret = key.path("secret").asText();
        if (secret.isEmpty()) {
            throw new StackException("the management API made a key without a secret");
        }
        return secret;
    }

    /// Makes the owner and the operator.
    ///
    /// @throws StackException when the management API refuses, with what it said
    void people(String password) {
        String owner = user(OWNER, "Demo", password, "[]");
        user(OPERATOR, "Operator", password, "[\"OPERATOR\"]");
        for (JsonNode account : call("GET", "/api/v1/accounts?limit=100", "").path("data")) {
            if (account.path("name").asText().equals("demo")) {
                String member = "/api/v1/accounts/" + account.path("id").asText() + "/members/" + owner;
                call("PUT", member, "{\"role\":\"OWNER\"}");
            }
        }
    }

    /// A database of one's own may have the user from before: he gets the new password.
    private String user(String login, String name, String password, String platformRoles) {
        for (JsonNode known : call("GET", "/api/v1/users?limit=100", "").path("data")) {
            if (known.path("login").asText().equals(login)) {
                String id = known.path("id").asText();
                call("PATCH", "/api/v1/users/" + id, "{\"password\":\"" + password + "\"}");
                return id;
            }
        }
        String body = "{\"login\":\"%s\",\"name\":\"%s\",\"password\":\"%s\",\"platform_roles\":%s}"
                .formatted(login, name, password, platformRoles);
        return call("POST", "/api/v1/users", body).path("id").asText();
    }

    private JsonNode post(String path, ObjectNode body) {
        return call("POST", path, body.toString());
    }

    private JsonNode call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(console.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + adminToken)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new StackException("the demo account could not be made: " + method + " " + path + " answered "
                        + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new StackException("the demo account could not be made: " + method + " " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }
}
