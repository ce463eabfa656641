package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each line of every service's log is JSON with the keys that docs/logging.md names, and no log of any process holds a
/// prompt, an answer or a secret. The suite logs all requests here.
class LogsE2e {
    private static final Path DOCUMENT = Path.of("..", "docs", "logging.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-zA-Z_.]+)` \\|");

    private final Suite suite = Suite.running();

    @Test
    void everyLineIsJsonWithDocumentedKeysOnly() throws IOException {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        awaitLine(ask(customer, Suite.hello("demo")));
        Set<String> documented = documented();
        Set<String> seen = new TreeSet<>();
        for (String service : suite.services().keySet()) {
            List<String> lines = log(service);
            assertThat(lines).as(service).isNotEmpty();
            for (String line : lines) {
                JsonNode json = Suite.json(line);
                Set<String> keys = keys(json);
                assertThat(documented).as(service + ": " + line).containsAll(keys);
                assertThat(keys).contains("timestamp", "level", "logger", "message", "thread", "service");
                assertThat(service).startsWith(json.get("service").textValue());
                seen.addAll(keys);
            }
        }
        assertThat(seen).contains("context.requestId", "access.status", "access.charge", "access.key_id");
    }

    @Test
    void aRequestHasOneLineThatExplainsIt() {
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        HttpResponse<String> answer = ask(customer, Suite.hello("demo"));
        JsonNode usage = Suite.json(answer.body()).get("usage");
        long charge = usage.get("prompt_tokens").longValue() * 1_000
                + usage.get("completion_tokens").longValue() * 4_000;
        JsonNode access = awaitLine(answer);
        assertThat(access.get("endpoint").textValue()).isEqualTo("chat.completions");
        assertThat(access.get("status").intValue()).isEqualTo(200);
        assertThat(access.get("outcome").textValue()).isEqualTo("completed");
        assertThat(access.get("account_id").textValue()).isEqualTo(customer.account());
        assertThat(access.get("key_id").textValue()).isEqualTo(customer.keyId());
        assertThat(access.get("model").textValue()).isEqualTo("demo");
        assertThat(access.get("provider").textValue()).isEqualTo("demo");
        assertThat(access.get("attempts").intValue()).isEqualTo(1);
        assertThat(access.get("stream").booleanValue()).isFalse();
        assertThat(access.get("charge").textValue()).isEqualTo(Long.toString(charge));
        assertThat(access.get("input_tokens").longValue())
                .isEqualTo(usage.get("prompt_tokens").longValue());
        assertThat(access.get("duration_ms").isIntegralNumber()).isTrue();
    }

    @Test
    void aRefusalHasOneLineThatSaysWhy() {
        Suite.Customer poor = suite.customer(0, "");
        JsonNode access = awaitLine(ask(poor, Suite.hello("demo")));
        assertThat(access.get("status").intValue()).isEqualTo(402);
        assertThat(access.get("code").textValue()).isEqualTo("insufficient_balance");
        assertThat(access.get("key_id").textValue()).isEqualTo(poor.keyId());
        assertThat(access.get("model").textValue()).isEqualTo("demo");
        JsonNode unknown = awaitLine(suite.ask(1, "sk-unknown", Suite.hello("demo")));
        assertThat(unknown.get("status").intValue()).isEqualTo(401);
        assertThat(unknown.has("key_id")).isFalse();
    }

    @Test
    void noLogHoldsAPromptAnAnswerOrASecret() throws IOException {
        String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
        Suite.Customer customer = suite.customer(Suite.CREDIT, "");
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (String model : new String[] {
            "demo", "demo-free", "fault-500", "fault-400", "fault-401", "fault-bad-json", "fault-leak", "no-such"
        }) {
            answers.add(ask(customer, chat(model, canary, false)));
            answers.add(ask(customer, chat(model, canary, true)));
        }
        answers.add(ask(customer, chat(canary, "hello", false)));
        answers.add(ask(customer, "{\"model\":\"demo\",\"messages\":\"" + canary + "\"}"));
        answers.add(ask(customer, "{\"model\":\"demo\",\"" + canary + ","));
        answers.add(ask(customer, "{\"model\":\"demo\",\"max_tokens\":\"" + canary + "\",\"messages\":[]}"));
        answers.add(suite.ask(1, canary, Suite.hello("demo")));
        answers.add(suite.send(suite.chat(1, customer.secret())
                .header("x-request-id", canary)
                .header("User-Agent", canary)
                .POST(BodyPublishers.ofString(Suite.hello("demo")))
                .build()));
        answers.forEach(this::awaitLine);
        String[] secrets = {
            canary,
            customer.secret(),
            suite.stack().apiKey(),
            suite.stack().adminToken(),
            suite.stack().internalToken(),
            "demo-secret"
        };
        try (Stream<Path> logs = Files.list(directory())) {
            logs.forEach(log -> assertThat(read(log)).as(log.toString()).doesNotContain(secrets));
        }
    }

    private HttpResponse<String> ask(Suite.Customer customer, String body) {
        return suite.ask(1, customer.secret(), body);
    }

    private static String chat(String model, String prompt, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                + prompt + "\"}]}";
    }

    /// The object `access` of the one line about this answer's request.
    private JsonNode awaitLine(HttpResponse<String> answer) {
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        await().atMost(Duration.ofSeconds(15)).until(() -> !accessLines(id).isEmpty());
        List<JsonNode> lines = accessLines(id);
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().get("access").get("status").intValue()).isEqualTo(answer.statusCode());
        return lines.getFirst().get("access");
    }

    private List<JsonNode> accessLines(String requestId) {
        return log("edge").stream()
                .filter(line -> line.contains(requestId))
                .map(Suite::json)
                .filter(line -> line.has("access")
                        && requestId.equals(
                                line.path("context").path("requestId").textValue()))
                .toList();
    }

    private static Set<String> keys(JsonNode line) {
        Set<String> keys = new TreeSet<>();
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            if (field.getKey().equals("context") || field.getKey().equals("access")) {
                field.getValue().fieldNames().forEachRemaining(name -> keys.add(field.getKey() + "." + name));
            } else {
                keys.add(field.getKey());
            }
        }
        return keys;
    }

    private static Set<String> documented() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                keys.add(row.group(1));
            }
        }
        return keys;
    }

    /// Whole lines only: the last may be half written.
    private List<String> log(String process) {
        String text = read(suite.stack().process(process).log());
        int end = text.lastIndexOf('\n') + 1;
        return Arrays.stream(text.substring(0, end).split("\n"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private Path directory() {
        Path parent = suite.stack().process("edge").log().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
