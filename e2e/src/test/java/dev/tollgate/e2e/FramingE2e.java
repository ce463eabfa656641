package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong, or merely odd, about a request's frame: sent raw, each answer and each connection's fate looked at.
class FramingE2e {
    private static final Suite SUITE = Suite.running();
    private static final String HELLO = Suite.hello("demo");
    private static final String MODELS = "GET /v1/models HTTP/1.1\r\nHost: x\r\n";
    private static String secret = "";

    @BeforeAll
    static void createCustomer() {
        secret = SUITE.customer(Suite.CREDIT, "").secret();
    }

    @Test
    void aLengthAndChunksTogetherEndTheConnectionAndNothingIsSmuggled() {
        try (Wire wire = wire()) {
            wire.write(head("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" + MODELS + auth()
                    + "\r\n");
            Wire.Answer answer = wire.read();
            new Refusal(400, "invalid_json", null).isTold(answer);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aChunkedBodyIsTakenAndIsItsConnectionsLast() {
        try (Wire wire = wire()) {
            String size = Integer.toHexString(HELLO.length());
            wire.write(head("Transfer-Encoding: chunked\r\n") + size + "\r\n" + HELLO + "\r\n0\r\n\r\n");
            Wire.Answer answer = wire.read();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"
            })
    void anotherEncodingEndsTheConnectionAndNothingIsSmuggled(String encoding) {
        try (Wire wire = wire()) {
            wire.write(head(encoding) + "0\r\n\r\n" + MODELS + auth() + "\r\n");
            Wire.Answer answer = wire.read();
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).doesNotContain("\"list\"");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: 5, 5\r\n",
                "Content-Length: 99999999999999999999999\r\n",
                "Content-Length : 5\r\n"
            })
    void aLengthThatIsNoLengthIsA400AndTheEnd(String length) {
        try (Wire wire = wire()) {
            wire.write(head(length) + "hello" + MODELS + auth() + "\r\n");
            assertThat(wire.read().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void brokenChunksAreTheEnd() {
        try (Wire wire = wire()) {
            wire.write(head("Transfer-Encoding: chunked\r\n") + "zz\r\nabc\r\n0\r\n\r\n");
            assertThat(wire.read().status()).isIn(0, 400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void oneHostIsNeeded() {
        for (String hosts : new String[] {"", "Host: a\r\nHost: b\r\n"}) {
            try (Wire wire = wire()) {
                Wire.Answer answer = wire.write("GET /v1/models HTTP/1.1\r\n" + hosts + auth() + "\r\n")
                        .read();
                new Refusal(400, "invalid_value", null).isTold(answer);
            }
        }
    }

    @Test
    void anyHostNameIsServed() {
        for (String host : new String[] {"eu.gateway.example", "team-a.gateway.example:8443", "[::1]"}) {
            try (Wire wire = wire()) {
                Wire.Answer answer = wire.write(
                                "GET /v1/models/demo HTTP/1.1\r\nHost: " + host + "\r\n" + auth() + "\r\n")
                        .read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).contains("\"demo\"").doesNotContain("gateway.example");
            }
        }
    }

    @Test
    void headersAboveTheirLimitAreRefusedAndThoseBelowAreNot() {
        byte[] body = HELLO.getBytes(StandardCharsets.UTF_8);
        try (Wire wire = wire()) {
            String fits = "X-Large: " + "a".repeat(15_500) + "\r\n";
            assertThat(wire.write(head(fits + "Content-Length: " + body.length + "\r\n"))
                            .write(body)
                            .read()
                            .status())
                    .isEqualTo(200);
        }
        try (Wire wire = wire()) {
            wire.write(head("X-Large: " + "a".repeat(17_000) + "\r\nContent-Length: 0\r\n"));
            assertThat(wire.read().status()).isEqualTo(431);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aLineThatIsTooLongOrNoHttpIsRefusedAndClosed() {
        try (Wire wire = wire()) {
            assertThat(wire.write("GET /v1/models/" + "a".repeat(9_000) + " HTTP/1.1\r\n" + auth() + "\r\n")
                            .read()
                            .status())
                    .isEqualTo(414);
            assertThat(wire.isClosed()).isTrue();
        }
        try (Wire wire = wire()) {
            assertThat(wire.write("NOT HTTP AT ALL\r\n\r\n").read().status()).isEqualTo(400);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedBeforeItIsSent() {
        try (Wire wire = wire()) {
            wire.write(head("Expect: 100-continue\r\nContent-Length: " + (33 << 20) + "\r\n"));
            Wire.Answer answer = wire.read();
            new Refusal(413, "request_too_large", null).isTold(answer);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAlsoWhenItIsSentOrComesInChunks() {
        byte[] large = new byte[33 << 20];
        try (Wire wire = wire()) {
            wire.write(head("Content-Length: " + large.length + "\r\n")).write(large);
            new Refusal(413, "request_too_large", null).isTold(wire.read());
        }
        try (Wire wire = wire()) {
            wire.write(head("Transfer-Encoding: chunked\r\n") + Integer.toHexString(large.length) + "\r\n")
                    .write(large);
            new Refusal(413, "request_too_large", null).isTold(wire.read());
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyOf16MebibytesIsTaken() {
        String image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64," + "A".repeat(8 << 20)
                + "\"}}";
        byte[] body = ("{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":[" + image + "," + image
                        + "]}]}")
                .getBytes(StandardCharsets.UTF_8);
        try (Wire wire = wire()) {
            Wire.Answer answer = wire.write(head("Content-Length: " + body.length + "\r\n"))
                    .write(body)
                    .read();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatWaitsToBeLetInIsLetIn() {
        try (Wire wire = wire()) {
            wire.write(head("Expect: 100-continue\r\nContent-Length: " + HELLO.length() + "\r\n"));
            assertThat(wire.read().status()).isEqualTo(100);
            assertThat(wire.write(HELLO).read().status()).isEqualTo(200);
        }
    }

    @Test
    void http10IsAnsweredAndClosed() {
        for (String body : new String[] {HELLO, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"")}) {
            try (Wire wire = wire()) {
                wire.write(head("Content-Length: " + body.length() + "\r\n").replace("HTTP/1.1", "HTTP/1.0") + body);
                Wire.Answer answer = wire.read();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.headers()).doesNotContainKey("transfer-encoding");
                assertThat(wire.isClosed()).isTrue();
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        String length = "Content-Length: " + HELLO.length() + "\r\n";
        String bad = Suite.hello("none");
        try (Wire wire = wire()) {
            wire.write(head(length) + HELLO + head("Content-Length: " + bad.length() + "\r\n") + bad + MODELS + auth()
                    + "\r\n" + head(length) + HELLO);
            assertThat(wire.read().body()).contains("chat.completion");
            new Refusal(404, "model_not_found", "model").isTold(wire.read());
            assertThat(wire.read().body()).contains("\"list\"");
            assertThat(wire.read().body()).contains("chat.completion");
        }
    }

    @Test
    void aRefusedRequestsBodyIsReadAndTheConnectionGoesOn() {
        String length = "Content-Length: " + HELLO.length() + "\r\n";
        try (Wire wire = wire()) {
            wire.write("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + length
                    + "\r\n");
            new Refusal(401, "missing_api_key", null).isTold(wire.read());
            assertThat(wire.write(HELLO + head(length) + HELLO).read().status()).isEqualTo(200);
        }
    }

    @Test
    void aRefusedRequestWhoseBodyNeverComesIsClosed() {
        try (Wire wire = wire()) {
            wire.write("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
            new Refusal(401, "missing_api_key", null).isTold(wire.read());
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void headIsAnsweredWithoutABody() {
        try (Wire wire = wire()) {
            wire.write(MODELS.replace("GET", "HEAD") + auth() + "\r\n");
            assertThat(wire.readHead().status()).isEqualTo(200);
            assertThat(wire.write(MODELS + auth() + "\r\n").read().body()).contains("\"list\"");
        }
    }

    private static Wire wire() {
        return new Wire(SUITE.edge(1));
    }

    private static String auth() {
        return "Authorization: Bearer " + secret + "\r\n";
    }

    private static String head(String headers) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: tollgate\r\n" + auth()
                + "Content-Type: application/json\r\n" + headers + "\r\n";
    }
}
