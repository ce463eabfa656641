package dev.tollgate.local.bench;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.local.stack.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Records taken in by batches of 500, and one at a time, by the same interface in the same run: the accounts'
/// locks, roll-ups, ledger and commit are paid once per batch, or once per record.
final class Ingestion {
    private static final int BATCH = 500;
    private static final int BATCHES = 40;
    private static final int SINGLES = 400;
    private static final int ACCOUNTS = 50;

    private final Stack stack;
    private final HttpClient client = HttpClient.newHttpClient();
    private long version;
    private int made;

    Ingestion(Stack stack) {
        this.stack = stack;
    }

    /// A line that says both, in records a second.
    String measure(long records) throws IOException, InterruptedException, SQLException {
        version = version();
        ship(2, BATCH);
        ship(20, 1);
        double singles = 0;
        double batches = 0;
        // In turn, so that both meet the same machine.
        for (int round = 0; round < 4; round++) {
            batches += ship(BATCHES / 4, BATCH);
            singles += ship(SINGLES / 4, 1);
        }
        double batched = BATCHES * BATCH / batches;
        double single = SINGLES / singles;
        return String.format(
                Locale.ROOT,
                "%nbeside %,d records: %.0f records/s by batches of %d, %.0f records/s one at a time: %.1f times as fast",
                records,
                batched,
                BATCH,
                single,
                batched / single);
    }

    /// @return seconds
    private double ship(int calls, int frames) throws IOException, InterruptedException {
        List<HttpRequest> requests = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            requests.add(request(frames));
        }
        long began = System.nanoTime();
        for (HttpRequest request : requests) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200 || answer.body().contains("QUARANTINED")) {
                throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private HttpRequest request(int frames) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            texts.add(frame());
        }
        String body = "{\"edgeId\":\"edge_bench\",\"epoch\":1,\"frames\":[" + String.join(",", texts) + "]}";
        return HttpRequest.newBuilder(stack.url("billing").resolve("/internal/v1/usage"))
                .timeout(Duration.ofSeconds(60))
                .header(Headers.INTERNAL_TOKEN, stack.internalToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /// A request of the demo model, of one of 50 accounts that have credit.
    private String frame() {
        long now = System.currentTimeMillis();
        int account = 1 + made++ % ACCOUNTS;
        return """
                {"kind":"done","version":1,"subject":{"requestId":"%s","accountId":"acct_bench_%d","keyId":"key_bench_%d_1",\
                "limitIds":[],"group":"default","model":"demo","endpoint":"chat.completions","stream":true,"admittedAt":%d,\
                "priceVersion":%d,"hold":0},"quantities":{"input":700,"output":90},"components":{},"charge":0,\
                "incurred":{"input":700,"output":90},"outcome":"COMPLETED","estimated":false,"status":200,"provider":"demo",\
                "deployment":"demo-1","upstreamModel":"demo","attempts":[],"firstByteMillis":120,"durationMillis":800}""".formatted(RequestId.next(now), account, account, now, version);
    }

    private long version() throws SQLException {
        try (Connection connection = stack.database();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT max(version) FROM billing.price_version")) {
            found.next();
            return found.getLong(1);
        }
    }
}
