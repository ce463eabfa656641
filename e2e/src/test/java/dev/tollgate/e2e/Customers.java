package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/// People of accounts, who log in and call the management API themselves.
final class Customers {
    private static final String PASSWORD = "correct horse battery staple";

    private final Suite suite;

    Customers(Suite suite) {
        this.suite = suite;
    }

    /// Somebody new, with this role on the account, who has logged in.
    Person member(String account, String role) {
        String login = UUID.randomUUID() + "@example.com";
        String credentials = "\"login\":\"" + login + "\",\"password\":\"" + PASSWORD + "\"";
        String id = suite.manage("POST", "/users", "{" + credentials + ",\"name\":\"e2e\"}")
                .get("id")
                .textValue();
        suite.manage("PUT", "/accounts/" + account + "/members/" + id, "{\"role\":\"" + role + "\"}");
        HttpResponse<String> session = suite.send(request("/sessions")
                .POST(BodyPublishers.ofString("{" + credentials + "}"))
                .build());
        assertThat(session.statusCode()).as(session.body()).isEqualTo(200);
        return new Person(id, Suite.json(session.body()).get("secret").textValue());
    }

    HttpResponse<String> call(Person person, String method, String path, String body) {
        return suite.send(request(path)
                .header("Authorization", "Bearer " + person.session())
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(suite.stack().consoleUrl() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
    }

    record Person(String id, String session) {}
}
