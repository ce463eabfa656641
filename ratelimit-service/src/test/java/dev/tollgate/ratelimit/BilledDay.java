package dev.tollgate.ratelimit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.tollgate.contract.billing.v1.DayCounts;
import dev.tollgate.contract.billing.v1.DayCountsAsk;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.local.testing.TestSecrets;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/// What billing has counted today, by the contract and strictly.
@NullUnmarked
public final class BilledDay {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Long> requests = new ConcurrentHashMap<>();
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean away;

    void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        DayCountsAsk ask = JSON.readValue(exchange.getRequestBody(), DayCountsAsk.class);
        boolean known =
                InternalPaths.USAGE_DAY_COUNTS.equals(exchange.getRequestURI().getPath())
                        && TestSecrets.INTERNAL_TOKEN.equals(
                                exchange.getRequestHeaders().getFirst(Headers.INTERNAL_TOKEN))
                        && ask.day().equals(LocalDate.now(ZoneOffset.UTC).toString());
        byte[] body = JSON.writeValueAsBytes(new DayCounts(
                ask.day(), of(ask.accountIds()), of(ask.keyIds()), of(ask.groupIds()), of(ask.modelIds())));
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : known ? 200 : 400, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Map<String, Long> of(List<String> ids) {
        return ids.stream().collect(Collectors.toMap(Function.identity(), id -> requests.getOrDefault(id, 0L)));
    }
}
