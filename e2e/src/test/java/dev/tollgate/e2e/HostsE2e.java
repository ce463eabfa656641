package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Any number of host names lead to one suite: regional ones, dedicated ones. All are served alike, and none comes back
/// in an answer.
class HostsE2e {
    private static final String EUROPE = "eu.gateway.example";
    private static final String DEDICATED = "acme.gateway.example:8443";

    private final Suite suite = Suite.running();

    @Test
    void twoHostNamesGetTheSameService() throws IOException {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        URI edge = suite.edge(1);
        for (String path : new String[] {"/v1/models", "/v1/models/demo", "/models/no-such", "/v1/nothing"}) {
            String get = "GET " + path + " HTTP/1.1\r\nAuthorization: Bearer " + customer.secret() + "\r\n";
            assertThat(body(ask(edge, EUROPE, get, ""))).isEqualTo(body(ask(edge, DEDICATED, get, "")));
        }
        String chat = "POST /v1/chat/completions HTTP/1.1\r\nAuthorization: Bearer " + customer.secret()
                + "\r\nContent-Type: application/json\r\n";
        assertThat(ask(edge, EUROPE, chat, Suite.hello("demo"))).startsWith("HTTP/1.1 200");
        assertThat(ask(edge, DEDICATED, chat, Suite.hello("demo"))).startsWith("HTTP/1.1 200");
    }

    @Test
    void noAnswerEchoesTheHostName() throws IOException {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        String key = "Authorization: Bearer " + customer.secret() + "\r\n";
        URI edge = suite.edge(1);
        for (String path : new String[] {"/", "/v1", "/v1/", "/v1/models", "/v1/v1/models", "/v1/credits", "//x"}) {
            assertEchoesNothing(ask(edge, EUROPE, "GET " + path + " HTTP/1.1\r\n" + key, ""));
            assertEchoesNothing(ask(edge, EUROPE, "GET " + path + " HTTP/1.1\r\n", ""));
        }
        assertEchoesNothing(ask(edge, EUROPE, "POST /v1/chat/completions HTTP/1.1\r\n" + key, "{"));
        URI console = suite.stack().consoleUrl();
        for (String path : new String[] {"/", "/api/v1", "/api/v1/accounts", "/api/v1/openapi", "/api/v1/nothing"}) {
            assertEchoesNothing(ask(console, EUROPE, "GET " + path + " HTTP/1.1\r\n", ""));
            assertEchoesNothing(ask(
                    console,
                    EUROPE,
                    "GET " + path + " HTTP/1.1\r\nAuthorization: Bearer "
                            + suite.stack().adminToken() + "\r\n",
                    ""));
        }
    }

    @Test
    void theDocumentNamesThePublicUrl() throws IOException {
        URI console = suite.stack().consoleUrl();
        assertThat(ask(console, EUROPE, "GET /api/v1/openapi HTTP/1.1\r\n", ""))
                .contains("url: http://127.0.0.1:" + console.getPort());
    }

    private static void assertEchoesNothing(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("gateway.example");
    }

    private static String body(String answer) {
        String[] parts = answer.split("\r\n\r\n", 2);
        return parts[0].substring(0, parts[0].indexOf("\r\n")) + parts[1];
    }

    /// HTTP by hand: clients do not let one choose the `Host`.
    private static String ask(URI server, String host, String head, String body) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            out.write((head + "Host: " + host + "\r\n" + length + "Connection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
