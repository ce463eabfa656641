package dev.tollgate.console.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.PeerStub;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The playground before a gateway that notes what it is asked.
@QuarkusTest
@TestProfile(PlaygroundServiceTest.Gateway.class)
class PlaygroundServiceTest {
    private static final HttpServer EDGE = edge();
    private static final Deque<Integer> STATUSES = new ArrayDeque<>();
    private static final List<String> ASKED = new ArrayList<>();
    private static final String HELLO = "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    public static final class Gateway extends ConsoleProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put(
                    "tollgate.console.playground.edge-url",
                    "http://127.0.0.1:" + EDGE.getAddress().getPort() + "/v1");
            return all;
        }
    }

    private Peers peers;

    @BeforeEach
    void start() {
        peers = new Peers();
        STATUSES.clear();
        ASKED.clear();
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    @Test
    void anAnswerIsPassedOnAsItIsAndAskedForWithAKeyThatThePageNeverSees() {
        HttpResponse<String> answer = say(AccountRole.OWNER, HELLO + ",\"tools\":[],\"stream\":false}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("data: 200\n\n");
        assertThat(answer.headers().firstValue("x-playground-request")).contains("req-1");
        assertThat(ASKED).hasSize(1);
        assertThat(ASKED.getFirst())
                .startsWith("Bearer sk-")
                .contains("\"stream\":true", "\"include_usage\":true")
                .doesNotContain("tools");
        assertThat(answer.headers().map().toString() + answer.body()).doesNotContain("sk-");
    }

    @Test
    void aKeyIsMadeOnceAndAgainWhenItNoLongerWorks() {
        say(AccountRole.MEMBER, HELLO + "}");
        long before = keysMade();
        say(AccountRole.MEMBER, HELLO + "}");
        assertThat(keysMade()).isEqualTo(before);
        STATUSES.add(401);
        assertThat(say(AccountRole.MEMBER, HELLO + "}").statusCode()).isEqualTo(200);
        assertThat(keysMade()).isEqualTo(before + 1);
        STATUSES.addAll(List.of(401, 401));
        assertThat(say(AccountRole.MEMBER, HELLO + "}").statusCode()).isEqualTo(401);
    }

    @Test
    void whatTheGatewayRefusesIsToldInItsWords() {
        STATUSES.add(402);
        HttpResponse<String> answer = say(AccountRole.OWNER, HELLO + "}");
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).isEqualTo("data: 402\n\n");
    }

    @Test
    void whatIsNoRequestNeverReachesIt() {
        assertThat(say(AccountRole.OWNER, "").statusCode()).isEqualTo(400);
        assertThat(say(AccountRole.OWNER, "{").statusCode()).isEqualTo(400);
        assertThat(say(AccountRole.OWNER, "{\"model\":1,\"messages\":[]}").statusCode())
                .isEqualTo(400);
        assertThat(say(AccountRole.BILLING, HELLO + "}").statusCode()).isEqualTo(403);
        assertThat(ASKED).isEmpty();
    }

    private static HttpResponse<String> say(AccountRole role, String request) {
        return new Visitor(Cast.browser(role)).post("/playground/chat?account=acct_1", "request", request);
    }

    private long keysMade() {
        return peers.auth.calls().stream()
                .map(PeerStub.Call::toString)
                .filter(call -> call.contains("POST") && call.contains("/keys") && call.contains("purpose=PLAYGROUND"))
                .count();
    }

    private static HttpServer edge() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/chat/completions", PlaygroundServiceTest::answer);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        ASKED.add(call.getRequestHeaders().getFirst("Authorization") + " " + body);
        int status = STATUSES.isEmpty() ? 200 : STATUSES.remove();
        call.getResponseHeaders().add("x-request-id", "req-1");
        call.sendResponseHeaders(status, 0);
        call.getResponseBody().write(("data: " + status + "\n\n").getBytes(StandardCharsets.UTF_8));
        call.close();
    }
}
