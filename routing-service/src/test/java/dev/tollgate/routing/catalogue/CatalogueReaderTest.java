package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.Catalogue.OnClientGone;
import dev.tollgate.contract.routing.v1.Catalogue.Timeouts;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import dev.tollgate.routing.credential.CredentialReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueReaderTest {
    private static final int LARGEST = 1_000_000;

    @Test
    void readsAGoodFile() {
        CatalogueFile file = valid(SampleFile.TEXT, Map.of());

        assertThat(file.hash()).isEqualTo(CatalogueReader.hash(SampleFile.TEXT.getBytes(StandardCharsets.UTF_8)));
        assertThat(file.providers()).hasSize(2);
        assertThat(file.providers().getFirst().provider().baseUrl()).isEqualTo("https://api.openai.example/v1");
        assertThat(file.providers().getFirst().provider().onClientGone()).isEqualTo(OnClientGone.DRAIN);
        assertThat(file.providers().getFirst().provider().timeouts())
                .isEqualTo(new Timeouts(2_000, 60_000, 600_000, 300_000, 60_000));
        assertThat(file.providers().getFirst().credential()).isEqualTo(new CredentialReference.Env("OPENAI_API_KEY"));
        assertThat(file.providers().getLast().credential()).isInstanceOf(CredentialReference.None.class);
        assertThat(file.deployments().getFirst())
                .isEqualTo(
                        new CatalogueFile.DeploymentEntry("openai/gpt-x", "openai", "gpt-x", "gpt-x-2026", 3, 1, null));
        assertThat(file.groups().getFirst().models()).containsExactly("gpt-x");
        assertThat(file.groups().getFirst().limits()).isEqualTo(new RateLimits(null, 100_000L, null, null));
        assertThat(file.groups().getLast().models()).containsExactly("*");
    }

    @Test
    void readsModelsWithWhatTheirKindImplies() {
        CatalogueFile file = valid(SampleFile.TEXT, Map.of());

        Model plain = file.models().getFirst();
        Model thinker = file.models().getLast();
        assertThat(plain.contextWindow()).isEqualTo(128_000);
        assertThat(plain.aliases()).containsExactly("gpt-latest", "vendor/gpt-x");
        assertThat(plain.leastUsefulOutput()).isEqualTo(256);
        assertThat(plain.timeouts()).isNull();
        assertThat(plain.created()).isEqualTo(1_769_817_600L);
        assertThat(plain.limits()).isEqualTo(new RateLimits(60L, null, null, 5L));
        assertThat(thinker.leastUsefulOutput()).isEqualTo(1_000);
        assertThat(thinker.timeouts()).isEqualTo(new Timeouts(0, 300_000, 0, 0, 0));
    }

    @Test
    void replacesABaseUrlFromTheEnvironmentEvenByLoopback() {
        CatalogueFile file = valid(SampleFile.TEXT, Map.of("OPENAI_BASE_URL", " http://localhost:9999/v1/ "));

        assertThat(file.providers().getFirst().provider().baseUrl()).isEqualTo("http://localhost:9999/v1");
    }

    @Test
    void refusesAMetadataAddressFromTheEnvironment() {
        List<Problem> problems = problems(SampleFile.TEXT, Map.of("OPENAI_BASE_URL", "http://169.254.169.254/v1"));

        assertThat(problems)
                .extracting(Problem::line, Problem::field)
                .containsExactly(tuple(6, "providers[0].base_url_env"));
    }

    /// piece of the good file | what stands there instead | line | field | part of the message
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version: 1                  | version: 2                    | 1  | version                     | from 1 to 1
            version: 1                  | versoin: 1                    | 1  | versoin                     | not known
            on_client_gone: drain       | on_client_gone: wait          | 8  | providers[0].on_client_gone | cancel or drain
            connect: 2s                 | connect: 2                    | 9  | providers[0].timeouts.connect | duration
            connect: 2s                 | connect: 25h                  | 9  | providers[0].timeouts.connect | 24h
            connect: 2s                 | conect: 2s                    | 9  | providers[0].timeouts.conect  | not known
            credential: env:OPENAI_API_KEY | credential: sk-abcdef      | 7  | providers[0].credential     | never the secret
            credential: env:OPENAI_API_KEY | send_traceparent: maybe    | 7  | providers[0].send_traceparent | true or false
            id: demo{                   | id: openai                    | 10 | providers[1].id             | is taken
            https://api.openai.example/v1/ | ftp://api.openai.example   | 5  | providers[0].base_url       | https://
            https://api.openai.example/v1/ | http://127.0.0.1/v1        | 5  | providers[0].base_url       | allow_loopback
            https://api.openai.example/v1/ | http://169.254.1.1/v1      | 5  | providers[0].base_url       | link-local
            allow_loopback: true        | allow_loopback: false         | 12 | providers[1].base_url       | allow_loopback
            id: gpt-x{                  | id: thinker                   | 30 | models[1].id                | is taken
            gpt-latest                  | thinker                       | 17 | models[0].aliases[0]        | is taken
            vendor/gpt-x                | gpt-latest                    | 17 | models[0].aliases[1]        | same alias
            context_window: 128_000     | context_window: 1.5e5         | 19 | models[0].context_window    | whole number
            output_bound: 16384         | output_bound: 128001          | 20 | models[0].output_bound      | at most the context window
            output_bound: 16384         | output_bound: 0               | 20 | models[0].output_bound      | from 1
            [chat, tools]               | [chat, toolz]                 | 21 | models[0].capabilities[1]   | not known
            [chat, tools]               | chat                          | 21 | models[0].capabilities      | must be a list
            created: 2026-01-31         | created: 2026-02-31           | 22 | models[0].created           | a date
            rpm: 60                     | rpm: 0                        | 23 | models[0].limits.rpm        | from 1
            rpm: 60                     | rpm: -5                       | 23 | models[0].limits.rpm        | whole number
            rpm: 60                     | rps: 60                       | 23 | models[0].limits.rps        | not known
            input: 20.833333333         | input: 20.8333333333          | 25 | models[0].prices.input      | 9 places
            input: 20.833333333         | input: 2e1                    | 25 | models[0].prices.input      | plain decimal
            input: 20.833333333         | input: -1                     | 25 | models[0].prices.input      | plain decimal
            input: 20.833333333         | inptu: 20                     | 25 | models[0].prices.inptu      | not known
            output: 83                  | reasoning: 83                 | 25 | models[0].prices.output     | is missing
            above_input: 1000           | above_input: 0                | 29 | models[0].prices.tiers[0].above_input | from 1
            free: true                  | free: false                   | 35 | models[1].prices.free       | true or left out
            {free: true}                | {free: true, input: 1}        | 35 | models[1].prices.free       | stands alone
            provider: openai            | provider: opnai               | 38 | deployments[0].provider     | is unknown
            model: gpt-x{               | model: gpt-latest             | 39 | deployments[0].model        | is unknown
            weight: 3                   | weight: -3                    | 41 | deployments[0].weight       | whole number
            weight: 3                   | weight: 1001                  | 41 | deployments[0].weight       | from 0 to 1000
            priority: 1                 | priority: high                | 42 | deployments[0].priority     | whole number
            cost: {input: 1, output: 2} | cost: {input: 1}              | 43 | deployments[0].cost.output  | is missing
            demo/thinker                | openai/gpt-x                  | 44 | deployments[1].id           | is taken
            except: [thinker]           | except: [thinkre]             | 48 | groups[0].except[0]         | is unknown
            multiplier: 1.25            | multiplier: 1.2500001         | 49 | groups[0].multiplier        | 6 places
            multiplier: 1.25            | multiplier: 0                 | 49 | groups[0].multiplier        | above 0
            id: all                     | id: default                   | 51 | groups[1].id                | is taken
            id: all                     | id: 7                         | 51 | groups[1].id                | in quotes
            id: all                     | id:                           | 51 | groups[1].id                | is empty
            id: all                     | id: &a all                    | 51 | groups[1].id                | anchors
            id: all                     | id: !mine all                 | 51 | groups[1].id                | tags
            """)
    void namesLineAndFieldOfWhatIsWrong(String piece, String replacement, int line, String field, String message) {
        String text = spoil(piece, replacement == null ? "" : replacement);

        List<Problem> problems = problems(text, Map.of());

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void neverShowsASecretThatWasWrittenIntoTheFile() {
        List<Problem> problems =
                problems(SampleFile.with("credential: env:OPENAI_API_KEY", "credential: sk-abcdef"), Map.of());

        assertThat(problems.toString()).doesNotContain("sk-abcdef");
    }

    @Test
    void tellsAllProblemsAtOnceByLine() {
        String text = SampleFile.TEXT
                .replace("rpm: 60", "rpm: 0")
                .replace("weight: 3", "weight: -1")
                .replace("kind: openai", "kind: other");

        assertThat(problems(text, Map.of())).extracting(Problem::line).containsExactly(4, 11, 23, 41);
    }

    @Test
    void refusesKeysGivenTwice() {
        List<Problem> problems = problems(SampleFile.with("rpm: 60", "rpm: 60, rpm: 70"), Map.of());

        assertThat(problems)
                .extracting(Problem::line, Problem::field, Problem::message)
                .containsExactly(tuple(23, "models[0].limits.rpm", "is given twice"));
    }

    @Test
    void refusesWhatIsNotYamlOfOneMapping() {
        assertThat(problems("", Map.of())).extracting(Problem::message).anyMatch(m -> m.contains("must be a mapping"));
        assertThat(problems("- a\n- b\n", Map.of())).extracting(Problem::line).contains(1);
        assertThat(problems("version: 1\nproviders: [\n", Map.of()))
                .extracting(Problem::line)
                .containsExactly(3);
        assertThat(problems("version: 1\n---\nversion: 1\n", Map.of())).isNotEmpty();
        assertThat(problems("a: &a [*a]\n", Map.of())).isNotEmpty();
        assertThat(problems("[".repeat(5_000), Map.of())).isNotEmpty();
    }

    @Test
    void refusesBytesThatAreNotText() {
        Reading reading = new CatalogueReader(LARGEST, name -> null).read(new byte[] {(byte) 0xC3, 0x28});

        assertThat(((Reading.Invalid) reading).problems())
                .extracting(Problem::message)
                .containsExactly("the file is not UTF-8");
    }

    @Test
    void refusesAFileThatIsTooLarge() {
        Reading reading = new CatalogueReader(10, name -> null).read(SampleFile.TEXT.getBytes(StandardCharsets.UTF_8));

        assertThat(reading).isInstanceOf(Reading.Invalid.class);
    }

    private static Tuple tuple(Object... values) {
        return Assertions.tuple(values);
    }

    /// A `{` at the end stands for the line's end.
    private static String spoil(String piece, String replacement) {
        return piece.endsWith("{")
                ? SampleFile.with(piece.replace("{", "\n"), replacement + "\n")
                : SampleFile.with(piece, replacement);
    }

    private static CatalogueFile valid(String text, Map<String, String> environment) {
        Reading reading = read(text, environment);
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).file();
    }

    private static List<Problem> problems(String text, Map<String, String> environment) {
        Reading reading = read(text, environment);
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid) reading).problems();
    }

    private static Reading read(String text, Map<String, String> environment) {
        return new CatalogueReader(LARGEST, environment::get).read(text.getBytes(StandardCharsets.UTF_8));
    }
}
