package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The authorisation matrix's table, played by people who logged in at the running suite, on accounts, keys and
/// receipts that are there; and what becomes of roles and tokens that are taken away.
class AuthorisationE2e {
    private static final Suite SUITE = Suite.running();
    private static final Path TABLE = Path.of("..", "contracts", "openapi", "console-v1.access.txt");
    private static final String PASSWORD = "correct horse battery";
    private static final String JSON = "application/json";
    private static final String HIDDEN = "There is no such object among those that you may see.";

    @Test
    void everyVerdictIsTheTables() throws Exception {
        Things own = things();
        Things foreign = things();
        JsonNode document = json(call("GET", "/openapi?format=json", null, null));
        Map<String, Set<String>> roles = new LinkedHashMap<>();
        section("[roles]").forEach(words -> roles.put(words.getFirst(), Set.copyOf(words)));
        List<String> wrong = new ArrayList<>();
        for (String role : List.of("owner", "member", "billing", "operator", "auditor", "nobody")) {
            String token = login(role, own.account);
            for (List<String> operation : section("[operations]")) {
                for (Things target : List.of(own, foreign)) {
                    HttpResponse<String> answer = send(operation, consumed(document, operation), target, token);
                    String verdict = verdict(answer);
                    Set<String> held = roles.getOrDefault(role, Set.of());
                    String expected = expected(operation, role, held, target.equals(own));
                    if (!verdict.equals(expected)) {
                        wrong.add("%s %s by %s on %s: expected %s, got %d %s"
                                .formatted(
                                        operation.get(0),
                                        operation.get(1),
                                        role,
                                        target.equals(own) ? "own" : "foreign",
                                        expected,
                                        answer.statusCode(),
                                        answer.body()));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsTakenAwayIsGoneWithTheNextCall() {
        Things own = things();
        String user = user("{}");
        member(own.account, user, "OWNER");
        String second = user("{}");
        member(own.account, second, "OWNER");
        String session = session(user);
        JsonNode made = json(call("POST", "/tokens", "{\"name\":\"ci\",\"scopes\":[\"keys:read\"]}", session));
        String token = made.path("secret").asText();
        String keys = "/keys?account_id=" + own.account;
        assertThat(call("GET", keys, null, token).statusCode()).isEqualTo(200);
        assertThat(call("GET", "/usage?account_id=" + own.account, null, token).statusCode())
                .as("beyond the token's scopes")
                .isEqualTo(403);

        member(own.account, user, "BILLING");
        assertThat(call("GET", keys, null, token).statusCode())
                .as("beyond the user's roles")
                .isEqualTo(403);
        member(own.account, user, "MEMBER");
        assertThat(call("GET", keys, null, token).statusCode()).isEqualTo(200);
        String id = made.at("/token/id").asText();
        assertThat(call("DELETE", "/tokens/" + id, null, session).statusCode()).isEqualTo(200);
        assertThat(call("GET", keys, null, token).statusCode())
                .as("a revoked token")
                .isEqualTo(401);
        SUITE.manage("PATCH", "/users/" + user, "{\"status\":\"SUSPENDED\"}");
        assertThat(call("GET", keys, null, session).statusCode())
                .as("a suspended user")
                .isEqualTo(401);
        HttpResponse<String> last =
                call("DELETE", "/accounts/" + own.account + "/members/" + second, null, session(second));
        assertThat(last.statusCode()).as("the last owner stays").isEqualTo(409);
    }

    @Test
    void ownersReadWhatWasChangedInTheirAccountAndNothingElse() {
        Things own = things();
        Things foreign = things();
        String user = user("{}");
        member(own.account, user, "OWNER");
        String session = session(user);
        call("PATCH", "/keys/" + own.key, "{\"name\":\"renamed\"}", session);
        JsonNode entries = json(call("GET", "/audit?limit=100&account_id=" + own.account, null, session))
                .path("data");
        assertThat(entries).allMatch(entry -> entry.path("account_id").asText().equals(own.account));
        assertThat(entries)
                .extracting(entry -> entry.path("action").asText())
                .contains("key.change", "key.create", "member.set", "gift.create", "spend_limit.create");
        JsonNode change = Stream.of(entries.get(0), entries.get(1))
                .filter(entry -> entry.path("action").asText().equals("key.change"))
                .findFirst()
                .orElseThrow();
        assertThat(change.path("actor").asText()).startsWith(user + "/tok_");
        assertThat(change.path("before").asText()).contains("\"name\":\"e2e\"");
        assertThat(change.path("after").asText()).contains("\"name\":\"renamed\"");
        assertThat(call("GET", "/audit", null, session).statusCode()).isEqualTo(403);
        assertThat(call("GET", "/audit?account_id=" + foreign.account, null, session)
                        .statusCode())
                .isEqualTo(404);
    }

    private static String expected(List<String> operation, String role, Set<String> held, boolean own) {
        String permission = operation.get(2);
        boolean holds = held.contains("*") || held.contains(permission);
        boolean platform = role.equals("operator") || role.equals("auditor");
        return switch (operation.get(3)) {
            case "open", "own" -> "passes";
            case "platform" -> platform && holds ? "passes" : "missing " + permission;
            default -> {
                if (!platform && (!own || role.equals("nobody"))) {
                    yield "hidden";
                }
                yield holds ? "passes" : "missing " + permission;
            }
        };
    }

    private static String verdict(HttpResponse<String> answer) {
        if (answer.statusCode() == 403) {
            return "missing " + json(answer).at("/error/param").asText();
        }
        if (answer.statusCode() == 404
                && json(answer).at("/error/message").asText().equals(HIDDEN)) {
            return "hidden";
        }
        return switch (answer.statusCode()) {
            case 401 -> "unknown";
            case 405, 415 -> "not understood";
            default -> "passes";
        };
    }

    /// What the operation takes, as the document says.
    private static String consumed(JsonNode document, List<String> operation) {
        JsonNode described = document.path("paths")
                .path(operation.get(1))
                .path(operation.get(0).toLowerCase(Locale.ROOT));
        assertThat(described.isObject()).as(operation.toString()).isTrue();
        Iterator<String> types = described.at("/requestBody/content").fieldNames();
        return types.hasNext() ? types.next() : JSON;
    }

    /// Bodies name a field that nobody takes, so that what is let through changes nothing.
    private static HttpResponse<String> send(List<String> operation, String type, Things things, String token) {
        String method = operation.get(0);
        String template = operation.get(1);
        String path = template.substring("/api/v1".length())
                .replace("/accounts/{id}", "/accounts/" + things.account)
                .replace("/keys/{id}", "/keys/" + things.key)
                .replace("/spend-limits/{id}", "/spend-limits/" + things.limit)
                .replace("{requestId}", things.request)
                .replace("{kind}", "models")
                .replaceAll("\\{[a-zA-Z]+}", "none");
        boolean named = !template.contains("{");
        if (method.equals("GET")) {
            return call("GET", path + (named ? "?account_id=" + things.account : ""), null, token);
        }
        String account = named ? ",\"account_id\":\"" + things.account + "\"" : "";
        String body = template.equals("/api/v1/sessions")
                ? "{\"login\":\"operator@example.com\"}"
                : "{\"no_such_field\":1" + account + "}";
        return call(method, path, method.equals("DELETE") ? null : body, token, type);
    }

    /// An account with a key, a limit and a receipt.
    private static Things things() {
        Suite.Customer customer = SUITE.customer(Suite.CREDIT, "");
        String limit = SUITE.manage(
                        "POST",
                        "/spend-limits",
                        "{\"account_id\":\"" + customer.account() + "\",\"amount\":\"1000000000\",\"period\":\"day\"}")
                .path("id")
                .asText();
        String request = SUITE.ask(1, customer.secret(), Suite.hello("demo"))
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        call("GET", "/usage/" + request, null, SUITE.stack().adminToken())
                                        .statusCode()
                                == 200);
        return new Things(customer.account(), customer.keyId(), limit, request);
    }

    /// Somebody with this role on the account or the platform, who has logged in.
    private static String login(String role, String account) {
        boolean platform = role.equals("operator") || role.equals("auditor");
        String user = user(platform ? "{\"platform_roles\":[\"" + role.toUpperCase(Locale.ROOT) + "\"]}" : "{}");
        if (!platform && !role.equals("nobody")) {
            member(account, user, role.toUpperCase(Locale.ROOT));
        }
        return session(user);
    }

    private static String user(String more) {
        String login = UUID.randomUUID() + "@example.com";
        String rest = more.equals("{}") ? "}" : "," + more.substring(1);
        return SUITE.manage(
                        "POST",
                        "/users",
                        "{\"login\":\"" + login + "\",\"name\":\"e2e\",\"password\":\"" + PASSWORD + "\"" + rest)
                .path("id")
                .asText();
    }

    private static void member(String account, String user, String role) {
        SUITE.manage("PUT", "/accounts/" + account + "/members/" + user, "{\"role\":\"" + role + "\"}");
    }

    private static String session(String user) {
        String login = SUITE.manage("GET", "/users/" + user, null).path("login").asText();
        HttpResponse<String> answer =
                call("POST", "/sessions", "{\"login\":\"" + login + "\",\"password\":\"" + PASSWORD + "\"}", null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).path("secret").asText();
    }

    private static HttpResponse<String> call(
            String method, String path, @Nullable String body, @Nullable String token) {
        return call(method, path, body, token, JSON);
    }

    private static HttpResponse<String> call(
            String method, String path, @Nullable String body, @Nullable String token, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(SUITE.stack().consoleUrl() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", type)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return SUITE.sendBriefly(request.build());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Suite.json(answer.body());
    }

    private static List<List<String>> section(String wanted) throws Exception {
        String text = Files.readString(TABLE);
        String rest = text.substring(text.indexOf(wanted) + wanted.length());
        int end = rest.indexOf("\n[");
        return (end < 0 ? rest : rest.substring(0, end))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .collect(Collectors.toList());
    }

    private record Things(String account, String key, String limit, String request) {}
}
