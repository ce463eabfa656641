package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a provider charges us beside what customers were charged, and the operator's commands about both: of a model
/// that nobody else here calls, so that its sums are known.
class MarginE2e {
    private static final String MODEL = "demo-costed";
    private static final String ASKED_FOR = "demo";
    private static final int CALLS = 3;

    private final Suite suite = Suite.running();
    private final Suite.Customer customer = suite.customer(Suite.CREDIT, "");
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private long input;
    private long output;

    @TempDir
    Path folder;

    /// Beside what calls of this class have left in the books before.
    @BeforeEach
    void call() {
        JsonNode before = row();
        for (int i = 0; i < CALLS; i++) {
            HttpResponse<String> answer = suite.ask(1 + i % 2, customer.secret(), Ask.plain(MODEL, "Hello " + i, 64));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode usage = Suite.json(answer.body()).get("usage");
            input += usage.get("prompt_tokens").longValue();
            output += usage.get("completion_tokens").longValue();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> row().path("requests").longValue()
                        == before.path("requests").longValue() + CALLS);
        JsonNode after = row();
        assertThat(after.get("charge").asLong() - before.path("charge").asLong())
                .isEqualTo(input * 1_000 + output * 4_000);
        assertThat(after.get("cost").asLong() - before.path("cost").asLong()).isEqualTo(input * 500 + output * 1_000);
        assertThat(after.get("margin").asLong())
                .isEqualTo(after.get("charge").asLong() - after.get("cost").asLong());
    }

    @Test
    void aProvidersExportThatAgreesIsFoundToAgreeAndOneTokenMoreIsNamed() throws Exception {
        JsonNode first = reconcile(export(0, 0, 0), 1);
        long ours = figure(first, "requests").get("ours").asLong();
        long inputs = figure(first, "input").get("ours").asLong();
        long outputs = figure(first, "output").get("ours").asLong();
        assertThat(ours).isGreaterThanOrEqualTo(CALLS);
        assertThat(inputs).isGreaterThanOrEqualTo(input);

        JsonNode agreed = reconcile(export(ours, inputs, outputs), 0);
        assertThat(agreed.get("differences").longValue()).isZero();

        JsonNode differs = reconcile(export(ours, inputs, outputs + 1), 1);
        assertThat(figure(differs, "output").get("difference").textValue()).isEqualTo("1");
        assertThat(figure(differs, "input").get("difference").textValue()).isEqualTo("0");
    }

    @Test
    void pricesArePublishedElsewhereBecomeADraftThatIsReplayedBeforeItHolds() throws Exception {
        Path prices = Files.writeString(folder.resolve("prices.json"), """
                {"demo": {"mode": "chat", "litellm_provider": "demo-costed", "input_cost_per_token": 0.00000024,
                  "output_cost_per_token": 0.00000096}}""");
        Ran ran = tollgate("import-prices", prices.toString(), "--what", "prices");
        assertThat(ran.exit()).as(ran.output()).isZero();
        String draft = Suite.json(ran.output().lines().findFirst().orElseThrow())
                .get("id")
                .asText();
        JsonNode replay = suite.manage("GET", "/prices/drafts/" + draft + "/replay", null);
        JsonNode model = one(replay.get("models"), "model", MODEL);
        // USD 0.24 and 0.96 for a million are 2 and 8 credits at USD 0.12: twice as much.
        assertThat(model.get("change").textValue()).as(replay.toString()).isEqualTo("+100.0 %");
        suite.manage("DELETE", "/prices/drafts/" + draft, null);
    }

    private JsonNode row() {
        JsonNode report = suite.manage("GET", "/margin?from=" + today + "&to=" + today + "&by=provider,model", null);
        return StreamSupport.stream(report.get("rows").spliterator(), false)
                .filter(row -> row.get("provider").asText().equals(MODEL))
                .findFirst()
                .orElse(Suite.json("{}"));
    }

    private Path export(long requests, long inputs, long outputs) throws Exception {
        return Files.writeString(
                folder.resolve("usage.csv"),
                "start_time,model,num_model_requests,input_tokens,input_cached_tokens,output_tokens\n"
                        + today.atStartOfDay(ZoneOffset.UTC).toEpochSecond() + "," + ASKED_FOR + "," + requests + ","
                        + inputs + ",0," + outputs + "\n");
    }

    private JsonNode reconcile(Path export, int exit) throws Exception {
        Ran ran = tollgate("reconcile", "--provider", "openai", "--provider-id", MODEL, export.toString());
        assertThat(ran.exit()).as(ran.output()).isEqualTo(exit);
        return Suite.json(ran.output().lines().findFirst().orElseThrow());
    }

    private static JsonNode figure(JsonNode report, String what) {
        assertThat(report.get("rows")).hasSize(1);
        return one(report.at("/rows/0/figures"), "what", what);
    }

    private static JsonNode one(JsonNode list, String field, String value) {
        List<JsonNode> found = new ArrayList<>();
        list.forEach(each -> {
            if (each.get(field).asText().equals(value)) {
                found.add(each);
            }
        });
        assertThat(found).as("%s %s of %s", field, value, list).hasSize(1);
        return found.getFirst();
    }

    /// The launcher, as it stands beside the data of the suite that runs.
    private Ran tollgate(String... words) throws Exception {
        Path launcher = folder.resolve("tollgate");
        if (!Files.exists(launcher)) {
            Files.createSymbolicLink(launcher, Path.of("../tollgate").toRealPath());
            Files.createSymbolicLink(folder.resolve(".tollgate"), suite.data());
        }
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(printed).isTrue();
        return new Ran(process.exitValue(), printed);
    }

    private record Ran(int exit, String output) {}
}
