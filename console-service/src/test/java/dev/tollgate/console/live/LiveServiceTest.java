package dev.tollgate.console.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Insights;
import dev.tollgate.console.Peers;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageTail;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Live tails over real HTTP.
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class LiveServiceTest {
    @Inject
    MeterRegistry registry;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Reader> open = new ArrayList<>();
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
        Insights.POSTED.clear();
    }

    @AfterEach
    void leave() {
        open.forEach(Reader::close);
        await().until(() -> listeners() == 0);
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void recordsAreHeardOnceWithinTwoSecondsByWhoWantsThem() throws Exception {
        Reader all = listen("acct_1", "", Cast.of(AccountRole.OWNER), null);
        Reader some = listen("acct_1", "&model=rare&outcome=failed", Cast.of(AccountRole.MEMBER), null);
        await().until(() -> listeners() == 2);
        settle();
        long began = System.nanoTime();
        post(1, "m", "completed");
        await().until(() -> all.records().contains(id(1)));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        post(2, "rare", "refused");
        post(3, "rare", "completed");
        await().until(() -> all.records().size() == 3);
        await().until(() -> some.records().size() == 1);
        settle();
        assertThat(all.records()).containsExactlyInAnyOrder(id(1), id(2), id(3));
        assertThat(some.records()).containsExactly(id(2));
    }

    @Test
    void listenersOfOneAccountShareOneQuestionAtATime() throws Exception {
        for (int i = 0; i < 5; i++) {
            listen("acct_1", "", Cast.of(AccountRole.OWNER), null);
        }
        await().until(() -> listeners() == 5);
        int before = Insights.TAILS_ASKED.get();
        long began = System.nanoTime();
        await().until(() -> Insights.TAILS_ASKED.get() >= before + 10);
        double rounds = (System.nanoTime() - began) / 1e9 / 0.1;
        assertThat(Insights.TAILS_ASKED.get() - before).isLessThanOrEqualTo((int) Math.ceil(rounds) + 2);
    }

    @Test
    void oneThatComesBackHearsWhatItMissed() throws Exception {
        Reader first = listen("acct_1", "", Cast.of(AccountRole.OWNER), null);
        settle();
        post(1, "m", "completed");
        await().until(() -> first.records().size() == 1);
        String last = first.lastId();
        first.close();
        await().until(() -> listeners() == 0);
        post(2, "m", "completed");
        Reader again = listen("acct_1", "", Cast.of(AccountRole.OWNER), last);
        await().until(() -> again.records().contains(id(2)));
        assertThat(again.records()).containsExactly(id(2));
    }

    @Test
    void heartbeatsAreHeardAndARevokedTokenEndsIt() throws Exception {
        Membership owner = new Membership("acct_1", AccountRole.OWNER);
        String token = Cast.token("leaving", principal(List.of(owner)));
        Reader reader = listen("acct_1", "", token, null);
        await().until(() ->
                reader.lines.stream().filter(line -> line.startsWith(":")).count() >= 3);
        Cast.token("leaving", principal(List.of()));
        await().until(() -> reader.ended);
        assertThat(reader.lines).contains("event:end", "data:{\"reason\":\"revoked\"}");
    }

    @Test
    void noMoreListenThanAreAllowed() throws Exception {
        for (int i = 0; i < 6; i++) {
            listen("acct_1", "", Cast.of(AccountRole.OWNER), null);
        }
        await().until(() -> listeners() == 6);
        HttpResponse<InputStream> refused = send("acct_1", "", Cast.of(AccountRole.OWNER), null);
        assertThat(refused.statusCode()).isEqualTo(429);
    }

    private double listeners() {
        return registry.get("tollgate.console.live.listeners").gauge().value();
    }

    /// Two more rounds of questions.
    private static void settle() {
        int before = Insights.TAILS_ASKED.get();
        await().until(() -> Insights.TAILS_ASKED.get() >= before + 3);
    }

    private static String id(int number) {
        return "01990000-0000-7000-8000-%012d".formatted(number);
    }

    private static void post(int number, String model, String outcome) {
        UsageRecordView record = new UsageRecordView(
                id(number),
                "usage_record",
                "posted",
                1,
                "acct_1",
                "key_1",
                "default",
                model,
                "chat.completions",
                false,
                1,
                1,
                Map.of(),
                Map.of(),
                Map.of(),
                0,
                0,
                0,
                outcome,
                false,
                200,
                "demo",
                List.of(),
                5L,
                6,
                false);
        Insights.POSTED.add(new UsageTail.Posted(System.currentTimeMillis(), record));
    }

    private static Principal principal(List<Membership> memberships) {
        return new Principal("user_1", "principal", "ada", "tok_1", null, null, List.of(), memberships);
    }

    private Reader listen(String account, String filter, String token, @Nullable String last) throws Exception {
        HttpResponse<InputStream> answer = send(account, filter, token, last);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        Reader reader = new Reader(answer.body());
        open.add(reader);
        Thread.startVirtualThread(reader);
        return reader;
    }

    private HttpResponse<InputStream> send(String account, String filter, String token, @Nullable String last)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + RestAssured.port + "/api/v1/usage/live?account_id=" + account + filter))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token);
        if (last != null) {
            request.header("Last-Event-ID", last);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /// Reads one answer, line by line.
    private static final class Reader implements Runnable {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final InputStream stream;
        private volatile boolean ended;

        Reader(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public void run() {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                // Left from here.
            }
            ended = true;
        }

        List<String> records() {
            return lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .map(line -> line.substring(line.indexOf('.') + 1))
                    .toList();
        }

        String lastId() {
            return lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .toList()
                    .getLast()
                    .substring(3)
                    .strip();
        }

        void close() {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
