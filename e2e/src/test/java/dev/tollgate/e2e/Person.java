package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody who logged in by name and password, and calls the management API with what that gave.
///
/// @param session the token of the login
record Person(Suite suite, String account, String login, String session) {
    static final String PASSWORD = "correct horse battery";

    /// The owner of a fresh account without credit. An operator makes both; the rest is the owner's.
    static Person owner(Suite suite) {
        String account = suite.manage("POST", "/accounts", "{\"name\":\"Ada's boats\",\"group\":\"test\"}")
                .get("id")
                .textValue();
        String login = UUID.randomUUID() + "@example.com";
        String named = "\"login\":\"" + login + "\",\"password\":\"" + PASSWORD + "\"";
        String user = suite.manage("POST", "/users", "{" + named + ",\"name\":\"Ada\"}")
                .get("id")
                .textValue();
        suite.manage("PUT", "/accounts/" + account + "/members/" + user, "{\"role\":\"OWNER\"}");
        Person nobody = new Person(suite, account, login, "");
        return new Person(
                suite,
                account,
                login,
                nobody.manage("POST", "/sessions", "{" + named + "}")
                        .get("secret")
                        .textValue());
    }

    /// Calls the management API and expects success.
    JsonNode manage(String method, String path, @Nullable String body) {
        HttpResponse<String> answer = ask(method, path, body);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isBetween(200, 299);
        return Suite.json(answer.body());
    }

    /// The same below the person's account.
    JsonNode own(String method, String path, @Nullable String body) {
        return manage(method, "/accounts/" + account + path, body);
    }

    HttpResponse<String> ask(String method, String path, @Nullable String body) {
        return suite.send(request(path)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    /// What is no JSON.
    byte[] file(String path) throws Exception {
        HttpResponse<byte[]> answer =
                suite.http().send(request("/accounts/" + account + path).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(suite.stack().consoleUrl() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
        return session.isEmpty() ? request : request.header("Authorization", "Bearer " + session);
    }
}
