package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Fallbacks;
import dev.tollgate.contract.routing.v1.Catalogue.Routing;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How routes choose, as the catalogue file says it: each model as one line.
class RoutingReaderTest {
    @Test
    void aModelOfWhichNothingIsSaidGoesByWeightAndKeepsPromptsForFiveMinutes() {
        assertThat(valid("", "", "").models().getFirst().routing())
                .isEqualTo(new Routing(Strategy.WEIGHTED, 300_000, Fallbacks.NONE));
    }

    @Test
    void readsStrategyCacheLifetimeAndFallbacks() {
        CatalogueFile file = valid(
                ", strategy: latency, cache_lifetime: 1h,"
                        + " fallbacks: {context_window: [b, c], content_policy: [c], any: [b]}",
                "",
                "");

        assertThat(file.models().getFirst().routing())
                .isEqualTo(new Routing(
                        Strategy.LATENCY, 3_600_000, new Fallbacks(List.of("b", "c"), List.of("c"), List.of("b"))));
    }

    @Test
    void promptsNeedNotStickWhereACacheLastsNoTime() {
        assertThat(valid(", cache_lifetime: 0s", "", "")
                        .models()
                        .getFirst()
                        .routing()
                        .cacheMillis())
                .isZero();
    }

    @Test
    void aGroupMayHaveAStrategyOfItsOwn() {
        assertThat(valid("", ", strategy: cost", "").groups())
                .extracting(Catalogue.Group::strategy)
                .containsExactly(Strategy.COST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            strategy: fastest                            | strategy       | must be weighted, latency or cost, not "fastest"
            cache_lifetime: soon                         | cache_lifetime | must be a duration such as 500ms, 60s, 5m or 1h, not "soon"
            fallbacks: {any: [nobody]}                   | fallbacks      | in any: no model has the id "nobody"
            fallbacks: {any: [a]}                        | fallbacks      | in any lead back to the model itself: a
            fallbacks: {content_policy: [b, b]}          | fallbacks.content_policy[1] | is given twice
            fallbacks: {refusal: [b]}                    | fallbacks.refusal | is not known here; known are any, content_policy, context_window
            """)
    void namesWhatIsWrong(String words, String field, String message) {
        assertThat(problems(", " + words, "", ""))
                .extracting(Problem::field, Problem::message)
                .containsExactly(tuple("models[0]." + field, message));
    }

    @Test
    void refusesFallbacksThatLeadInACircleWhateverTheirKind() {
        List<Problem> problems = problems(
                ", fallbacks: {context_window: [b]}",
                "",
                ", fallbacks: {content_policy: [c]}",
                ", fallbacks: {any: [a]}");

        assertThat(problems)
                .extracting(Problem::message)
                .contains("in context_window lead back to the model itself: b → c → a");
    }

    @Test
    void tellsItAgainAsItWasSaid() {
        Map<String, Object> words = Definitions.of(
                        valid(", strategy: cost, cache_lifetime: 0s, fallbacks: {any: [b]}", "", ""), Kind.MODEL)
                .get("a");

        assertThat(words)
                .containsEntry("strategy", "cost")
                .containsEntry("cache_lifetime", "0s")
                .containsEntry("fallbacks", Map.of("any", List.of("b")));
        assertThat(Definitions.of(valid("", ", strategy: latency", ""), Kind.GROUP)
                        .get("g"))
                .containsEntry("strategy", "latency");
    }

    @Test
    void aSnapshotOfTheReleaseBeforeChoosesByWeight() throws IOException {
        Catalogue now = new Catalogue(
                "1",
                "f",
                List.of(),
                valid("", "", "").models(),
                List.of(),
                valid("", "", "").groups());
        ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        String before = json.writeValueAsString(now)
                .replaceAll(",\"routing\":\\{[^}]*}}", "")
                .replace(",\"strategy\":null", "");

        Catalogue read = json.readValue(before, Catalogue.class);

        assertThat(before).doesNotContain("routing", "strategy");
        assertThat(read.models()).extracting(Catalogue.Model::routing).containsOnly(Routing.DEFAULT);
        assertThat(read.groups()).extracting(Catalogue.Group::strategy).containsOnlyNulls();
    }

    private static CatalogueFile valid(String a, String group, String b) {
        Reading reading = read(a, group, b, "");
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).file();
    }

    private static List<Problem> problems(String a, String group, String b) {
        return problems(a, group, b, "");
    }

    private static List<Problem> problems(String a, String group, String b, String c) {
        Reading reading = read(a, group, b, c);
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid) reading).problems();
    }

    private static Reading read(String a, String group, String b, String c) {
        String file = """
                version: 1
                providers: []
                models:
                  - {id: a, %s}
                  - {id: b, %s}
                  - {id: c, %s}
                deployments: []
                groups: [{id: g, models: ["*"]%s}]
                """.formatted(model(a), model(b), model(c), group);
        return new CatalogueReader(1_000_000, name -> null).read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static String model(String more) {
        return "owner: o, context_window: 1000, output_bound: 100, prices: {input: 1, output: 1}" + more;
    }
}
