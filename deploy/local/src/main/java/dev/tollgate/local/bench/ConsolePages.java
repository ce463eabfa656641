package dev.tollgate.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.local.stack.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Console's own pages, as a browser asks for them: whole HTML, of an account's owner and of an operator.
final class ConsolePages {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// The busiest account, and a small one.
    private static final List<String> ACCOUNTS = List.of("acct_bench_1", "acct_bench_900");

    private final Stack stack;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ConsolePages(Stack stack) {
        this.stack = stack;
    }

    /// @param middle a request id in the midst of all
    /// @param known the request id of a record
    Map<String, HttpRequest> requests(String middle, String known) throws IOException, InterruptedException {
        Map<String, HttpRequest> pages = new LinkedHashMap<>();
        String owner = session("demo@example.com");
        for (String account : ACCOUNTS) {
            own(account);
            String of = " of " + account.replace("acct_bench_", "account ");
            for (String period : List.of("24h", "7d", "30d")) {
                pages.put("Dashboard, " + period + of, page(owner, "/?period=" + period + "&account=" + account));
            }
            for (Map.Entry<String, String> filter : usage(middle).entrySet()) {
                pages.put("Usage" + filter.getKey() + of, page(owner, "/usage?account=" + account + filter.getValue()));
            }
            for (String path : List.of("/keys", "/billing", "/billing/entries", "/team/budgets")) {
                pages.put(path + of, page(owner, path + "?account=" + account));
            }
        }
        String operator = session("operator@example.com");
        pages.put("a receipt's page", page(operator, "/usage/" + known));
        for (String path : List.of(
                "/admin?period=24h",
                "/admin?period=30d",
                "/admin/customers",
                "/admin/customers?search=bench_9",
                "/admin/customers/acct_bench_1",
                "/audit")) {
            pages.put(path, page(operator, path));
        }
        pages.put("/models", page("", "/models"));
        pages.put("/pricing", page("", "/pricing"));
        return pages;
    }

    private static Map<String, String> usage(String middle) {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("", "&period=30d");
        filters.put(", middle", "&period=30d&after=" + middle);
        filters.put(", a rare model", "&period=30d&model=model-rare");
        filters.put(", failed", "&period=30d&outcome=failed");
        return filters;
    }

    /// Makes the demo account's owner one of this account too.
    private void own(String account) throws IOException, InterruptedException {
        JsonNode users = call(admin("/api/v1/users?limit=100").GET());
        for (JsonNode user : users.path("data")) {
            if (user.path("login").asText().equals("demo@example.com")) {
                String path = "/api/v1/accounts/" + account + "/members/"
                        + user.path("id").asText();
                call(admin(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString("{\"role\":\"OWNER\"}")));
                return;
            }
        }
        throw new IllegalStateException("the demo account has no owner");
    }

    private String session(String login) throws IOException, InterruptedException {
        String body = JSON.createObjectNode()
                .put("login", login)
                .put("password", stack.demoPassword())
                .toString();
        return call(request("/api/v1/sessions")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .path("secret")
                .asText();
    }

    private JsonNode call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private HttpRequest page(String session, String path) {
        HttpRequest.Builder page = request(path).header("Accept", "text/html");
        return session.isEmpty()
                ? page.build()
                : page.header("Cookie", "tollgate_session=" + session).build();
    }

    private HttpRequest.Builder admin(String path) {
        return request(path).header("Authorization", "Bearer " + stack.adminToken());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(stack.consoleUrl().resolve(path)).timeout(Duration.ofSeconds(60));
    }
}
