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

/// Makes the account "demo" with 100 credits and an API key through the management API, as a person would.
final class DemoAccount {

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

    private JsonNode post(String path, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(console.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + adminToken)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new StackException("the demo account could not be made: POST " + path + " answered "
                        + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new StackException("the demo account could not be made: POST " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }
}
