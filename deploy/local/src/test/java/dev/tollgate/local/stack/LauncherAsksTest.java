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

    private String run(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("./tollgate"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
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
