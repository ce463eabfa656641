package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher asks a running suite with a file in hand: a console that answers as it is told.
class LauncherAsksTest {
    private static final Path SCRIPT =
            Path.of("../../tollgate").toAbsolutePath().normalize();

    @TempDir
    private Path home;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "";
    private Map<String, String> environment = Map.of();
    private HttpServer console;

    @BeforeEach
    void start() throws IOException {
        console = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        console.createContext("/", this::serve);
        console.start();
        Files.copy(SCRIPT, home.resolve("tollgate"), StandardCopyOption.COPY_ATTRIBUTES);
        Path data = Files.createDirectory(home.resolve(".tollgate"));
        Files.writeString(
                data.resolve("processes"),
                "console 1 http://127.0.0.1:" + console.getAddress().getPort() + "/ x\n");
        Files.writeString(data.resolve("credentials"), "admin_token=t0ken\n");
        Files.writeString(home.resolve("export.csv"), "a,b\n1,2\n");
    }

    @AfterEach
    void stop() {
        console.stop(0);
    }

    @Test
    void anExportThatAgreesIsASuccess() throws Exception {
        answer = "{\"object\":\"reconciliation\",\"lines\":1,\"differences\":0,\"rows\":[]}";
        assertThat(run("reconcile", "--provider", "openai", "export.csv"))
                .contains(answer)
                .endsWith("exit 0");
        assertThat(asked)
                .containsExactly("POST /api/v1/reconciliations?provider=openai text/csv Bearer t0ken a,b\n1,2\n");
    }

    @Test
    void anExportThatDiffersIsAFailure() throws Exception {
        answer = "{\"object\":\"reconciliation\",\"lines\":1,\"differences\":2,\"rows\":[]}";
        assertThat(run("reconcile", "--provider", "anthropic", "--provider-id", "claude", "export.csv"))
                .contains(answer)
                .contains("the provider counts otherwise")
                .endsWith("exit 1");
        assertThat(asked.getFirst()).startsWith("POST /api/v1/reconciliations?provider=anthropic&provider_id=claude ");
    }

    @Test
    void aRefusalIsToldAndAFailure() throws Exception {
        status = 400;
        answer = "{\"error\":{\"message\":\"line 2: the unit is not known here: parsecs\"}}";
        assertThat(run("reconcile", "--provider", "openai", "export.csv"))
                .contains(answer)
                .endsWith("exit 1");
    }

    @Test
    void modelPricesAreImportedAsADraft() throws Exception {
        answer = "{\"id\":\"7\"}";
        assertThat(run("import-prices", "--markup", "1.25", "--what", "costs", "export.csv"))
                .contains(answer)
                .endsWith("exit 0");
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/prices/drafts/import?markup=1.25&what=costs application/json Bearer t0ken a,b\n1,2\n");
    }

    @Test
    void nothingIsAskedWithoutAFileOrWithAnOddWord() throws Exception {
        assertThat(run("import-prices"))
                .contains("usage: ./tollgate import-prices FILE")
                .endsWith("exit 1");
        assertThat(run("reconcile", "export.csv"))
                .contains("usage: ./tollgate reconcile")
                .endsWith("exit 1");
        assertThat(run("reconcile", "--provider", "a&b", "export.csv"))
                .contains("is not usable")
                .endsWith("exit 1");
        assertThat(asked).isEmpty();
    }

    @Test
    void keysAreListedMadeAndEnded() throws Exception {
        answer = "{}";
        assertThat(run("keys", "list", "--account", "acct_1", "--status", "ACTIVE"))
                .endsWith("exit 0");
        assertThat(run(
                        "keys",
                        "create",
                        "--account",
                        "acct_1",
                        "--name",
                        "a \"b\" \\c",
                        "--model",
                        "x/y",
                        "--rpm",
                        "60"))
                .endsWith("exit 0");
        assertThat(run("keys", "disable", "key_1")).endsWith("exit 0");
        assertThat(run("keys", "rotate", "key_1", "--grace", "60")).endsWith("exit 0");
        assertThat(run("keys", "revoke", "key_1")).endsWith("exit 0");
        assertThat(asked.stream().map(String::strip))
                .containsExactly(
                        "GET /api/v1/keys?account_id=acct_1&status=ACTIVE null Bearer t0ken",
                        "POST /api/v1/keys application/json Bearer t0ken {\"account_id\":\"acct_1\","
                                + "\"name\":\"a \\\"b\\\" \\\\c\",\"models\":[\"x/y\"],\"limits\":{\"rpm\":60}}",
                        "PATCH /api/v1/keys/key_1 application/json Bearer t0ken {\"status\":\"DISABLED\"}",
                        "POST /api/v1/keys/key_1/rotate application/json Bearer t0ken {\"grace_seconds\":60}",
                        "POST /api/v1/keys/key_1/revoke application/json Bearer t0ken {\"end_streams\":false}");
    }

    @Test
    void creditIsGivenDigitByDigitAndOnce() throws Exception {
        answer = "{}";
        assertThat(run("accounts", "gift", "acct_1", "12.05", "--once", "k1", "--reason", "hello"))
                .endsWith("exit 0");
        assertThat(run("accounts", "gift", "acct_1", "0.000000001", "--once", "k2"))
                .endsWith("exit 0");
        assertThat(asked.stream().map(String::strip))
                .containsExactly(
                        "POST /api/v1/accounts/acct_1/gifts application/json Bearer t0ken "
                                + "{\"amount\":\"12050000000\",\"idempotency_key\":\"k1\",\"reason\":\"hello\"}",
                        "POST /api/v1/accounts/acct_1/gifts application/json Bearer t0ken "
                                + "{\"amount\":\"1\",\"idempotency_key\":\"k2\"}");
    }

    @Test
    void usageAndModelsAreAskedFor() throws Exception {
        answer = "{}";
        assertThat(run("usage", "--account", "acct_1", "--since", "1700000000")).endsWith("exit 0");
        assertThat(run("usage", "--since", "24h")).endsWith("exit 0");
        assertThat(run("models", "--search", "demo")).endsWith("exit 0");
        assertThat(asked.get(0)).startsWith("GET /api/v1/usage?account_id=acct_1&from=1700000000 ");
        assertThat(asked.get(1)).matches("(?s)GET /api/v1/usage\\?from=\\d{10} .*");
        assertThat(asked.get(2)).startsWith("GET /api/v1/models?search=demo ");
    }

    @Test
    void whatIsNoOptionAndNoAmountIsToldBeforeAnythingIsAsked() throws Exception {
        assertThat(run("keys")).contains("keys list, create, disable").endsWith("exit 1");
        assertThat(run("keys", "revoke"))
                .contains("usage: ./tollgate keys revoke ID")
                .endsWith("exit 1");
        assertThat(run("keys", "create", "--name", "x"))
                .contains("usage: ./tollgate keys create")
                .endsWith("exit 1");
        assertThat(run("accounts", "gift", "acct_1", "1,5"))
                .contains("write credits such as 12.50, not 1,5")
                .endsWith("exit 1");
        assertThat(run("usage", "--sinse", "24h"))
                .contains("unknown option: --sinse; there are: --account --key --model --since --limit")
                .endsWith("exit 1");
        assertThat(run("usage", "--since", "yesterday"))
                .contains("write 30m, 24h, 7d")
                .endsWith("exit 1");
        assertThat(asked).isEmpty();
    }

    @Test
    void anotherConsoleIsAskedWithItsOwnTokenAlone() throws Exception {
        answer = "{}";
        String there = "http://127.0.0.1:" + console.getAddress().getPort() + "/";
        Files.delete(home.resolve(".tollgate/processes"));
        assertThat(run("models")).contains("not running").endsWith("exit 1");
        environment = Map.of("TOLLGATE_CONSOLE_URL", there);
        assertThat(run("models")).contains("set TOLLGATE_TOKEN, too").endsWith("exit 1");
        assertThat(asked).isEmpty();
        environment = Map.of("TOLLGATE_CONSOLE_URL", there, "TOLLGATE_TOKEN", "mine");
        assertThat(run("models")).endsWith("exit 0");
        assertThat(asked.getFirst()).startsWith("GET /api/v1/models null Bearer mine");
    }

    private String run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("./tollgate"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("TOLLGATE_CONSOLE_URL", "TOLLGATE_TOKEN"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output + "exit " + process.exitValue();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(String.join(
                    " ",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
