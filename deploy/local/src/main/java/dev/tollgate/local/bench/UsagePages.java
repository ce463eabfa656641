package dev.tollgate.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks for the first, a middle and the last page of every list of usage and of the ledger, as its callers do:
/// through the management API where it has it, else from billing; and for the Console's own pages.
final class UsagePages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 100;

    private final Stack stack;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final long firstMillis;
    private final int days;
    private final Map<String, HttpRequest> requests = new LinkedHashMap<>();

    UsagePages(Stack stack, LocalDate first, int days) {
        this.stack = stack;
        this.firstMillis = first.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        this.days = days;
    }

    /// Each page by its name, in the order of the report.
    Map<String, HttpRequest> requests() throws IOException, InterruptedException, SQLException {
        long middle = firstMillis + days * 43_200_000L;
        long from = firstMillis / 1000 + 86_400;
        String range = "&from=" + from + "&to=" + (from + (days - 2) * 86_400L);
        String request = RequestId.smallest(middle).toString();
        String zero = "00000000-0000-7000-8000-000000000000";
        for (String filter : List.of(
                "",
                range,
                "&account_id=acct_bench_1",
                "&account_id=acct_bench_900",
                "&key_id=key_bench_1_1",
                "&model=model-1",
                "&model=model-rare",
                "&account_id=acct_bench_1&model=model-rare",
                "&key_id=key_bench_1_1&model=model-12" + range,
                "&account_id=acct_bench_1&outcome=failed",
                "&account_id=acct_bench_900&outcome=failed",
                "&account_id=acct_bench_1&endpoint=embeddings")) {
            pages("usage", "/api/v1/usage?limit=" + LIMIT, filter, request, zero);
        }
        String first = "MAAAAAA";
        for (String interval : List.of("hour", "day")) {
            for (String filter :
                    List.of("", range, "&account_id=acct_bench_1", "&key_id=key_bench_1_1", "&model=model-rare")) {
                String list = "/api/v1/usage/sums?limit=" + LIMIT + "&interval=" + interval;
                String sum = id(console(list.replace("limit=" + LIMIT, "limit=1") + filter + to(filter, middle)));
                pages("sums by " + interval, list, filter, sum, first);
            }
        }
        figures(middle / 1_000);
        String entry = "le_" + middleEntry();
        pages("ledger", "/api/v1/accounts/acct_bench_1/entries?limit=" + LIMIT, "", entry, "le_0");
        String known = id(console("/api/v1/usage?limit=1&after=" + request));
        requests.put("receipt", console("/api/v1/usage/" + known));
        String mine = demoRequest();
        if (mine != null) {
            requests.put("receipt, at the edge", edge("/v1/usage/" + mine));
        }
        requests.put("counts of a day", counts());
        pages("quarantine", "/internal/v1/usage/quarantine?limit=" + LIMIT, "", "10000", "0");
        requests.putAll(new ConsolePages(stack).requests(request, known));
        return requests;
    }

    /// What dashboards ask for, of the busiest account and of a small one.
    private void figures(long middle) throws IOException, InterruptedException {
        for (String account : List.of("acct_bench_1", "acct_bench_900")) {
            String of = " of " + account.replace("acct_bench_", "account ");
            String list = "/api/v1/usage/summary?account_id=" + account;
            requests.put(
                    "summary" + of + ", 24 hours",
                    console(list + "&interval=hour&from=" + (middle - 86_400) + "&to=" + middle));
            requests.put(
                    "summary" + of + ", 7 days",
                    console(list + "&interval=hour&from=" + (middle - 604_800) + "&to=" + middle));
            long from = firstMillis / 1_000;
            String month = "&from=" + from + "&to=" + (from + days * 86_400L);
            requests.put("summary" + of + ", 30 days", console(list + "&interval=day" + month));
            String top = "/api/v1/usage/top?account_id=" + account;
            requests.put("top models" + of + ", 30 days", console(top + "&by=model" + month));
            requests.put("top keys" + of + ", 30 days", console(top + "&by=key" + month));
            requests.put("dashboard" + of, console("/api/v1/accounts/" + account + "/dashboard"));
        }
        LocalDate first = LocalDate.ofEpochDay(firstMillis / 86_400_000);
        requests.put("overview, 30 days", console("/api/v1/overview?from=" + first + "&to=" + first.plusDays(days)));
        requests.put("accounts by a part of the name", console("/api/v1/accounts?limit=" + LIMIT + "&search=bench_9"));
        requests.put(
                "records posted since, of account 1",
                billing("/internal/v1/usage/tail?account_id=acct_bench_1&since=" + System.currentTimeMillis()));
    }

    private static String to(String filter, long middle) {
        return filter.contains("&to=") ? "" : "&to=" + middle / 1000;
    }

    /// @param first a cursor before all rows: the last page is the one that is read after it, the other way
    private void pages(String name, String list, String filter, String middle, String first)
            throws IOException, InterruptedException {
        Function<String, HttpRequest> to = path -> list.startsWith("/internal") ? billing(path) : console(path);
        String label = name
                + (filter.isEmpty()
                        ? ""
                        : " of "
                                + filter.substring(1)
                                        .replace("acct_bench_", "account ")
                                        .replaceAll("(account|key)_id=|model=|key_bench_", "")
                                        .replaceAll("from=\\d+&to=\\d+", "a range"));
        requests.put(label + ", first", to.apply(list + filter));
        requests.put(label + ", middle", to.apply(list + filter + "&after=" + middle));
        JsonNode last = answer(to.apply(list + filter + "&before=" + first));
        String end = last.path("first_id").asText(middle);
        requests.put(label + ", last", to.apply(list + filter + "&after=" + end));
        requests.put(label + ", last by before", to.apply(list + filter + "&before=" + first));
    }

    /// In nanoseconds, with the whole answer read.
    long time(HttpRequest request) throws IOException, InterruptedException {
        long began = System.nanoTime();
        text(request);
        return System.nanoTime() - began;
    }

    private String id(HttpRequest request) throws IOException, InterruptedException {
        return answer(request).path("data").path(0).path("id").asText();
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        return JSON.readTree(text(request));
    }

    private String text(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    request.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpRequest console(String path) {
        return request(stack.consoleUrl(), path)
                .header("Authorization", "Bearer " + stack.adminToken())
                .build();
    }

    private HttpRequest edge(String path) {
        return request(stack.edgeUrl(1), path)
                .header("Authorization", "Bearer " + stack.apiKey())
                .build();
    }

    private HttpRequest billing(String path) {
        return request(stack.url("billing"), path)
                .header(Headers.INTERNAL_TOKEN, stack.internalToken())
                .build();
    }

    private HttpRequest counts() {
        String day = LocalDate.ofEpochDay(firstMillis / 86_400_000 + days / 2).toString();
        String body = "{\"day\":\"" + day + "\",\"accountIds\":[\"acct_bench_1\"],\"keyIds\":[\"key_bench_1_1\"],"
                + "\"groupIds\":[\"default\"],\"modelIds\":[\"model-1\",\"model-rare\"]}";
        return request(stack.url("billing"), "/internal/v1/usage/day-counts")
                .header(Headers.INTERNAL_TOKEN, stack.internalToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest.Builder request(URI base, String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    /// A request of the demo account, for the edge shows an account its own alone.
    private @Nullable String demoRequest() throws IOException, InterruptedException, SQLException {
        HttpRequest chat = request(stack.edgeUrl(1), "/v1/chat/completions")
                .header("Authorization", "Bearer " + stack.apiKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"))
                .build();
        HttpResponse<String> response = client.send(chat, HttpResponse.BodyHandlers.ofString());
        String id = response.headers().firstValue("x-request-id").orElse(null);
        for (int i = 0; i < 100 && id != null; i++) {
            if (client.send(edge("/v1/usage/" + id), HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200) {
                return id;
            }
            Thread.sleep(100);
        }
        return null;
    }

    private long middleEntry() throws SQLException {
        try (Connection connection = stack.database();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT max(id) / 2 FROM billing.ledger_entry")) {
            found.next();
            return found.getLong(1);
        }
    }
}
