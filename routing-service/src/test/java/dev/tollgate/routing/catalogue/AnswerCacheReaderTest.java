package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.AnswerCache;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a group's answers are kept, as the catalogue file says it.
class AnswerCacheReaderTest {
    @Test
    void aGroupOfWhichNothingIsSaidKeepsNone() {
        assertThat(valid("").groups()).extracting(Catalogue.Group::cache).containsOnlyNulls();
    }

    @Test
    void readsTimeChargeAndSize() {
        assertThat(valid(", cache: {ttl: 10m, charge: 0.125, max_bytes: 4096}").groups())
                .extracting(Catalogue.Group::cache)
                .containsExactly(new AnswerCache(600_000, 125_000, 4_096));
        assertThat(valid(", cache: {ttl: 1h, charge: 0}").groups())
                .extracting(Catalogue.Group::cache)
                .containsExactly(new AnswerCache(3_600_000, 0, 262_144));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cache: {charge: 0.1}                             | ttl       | is missing
            cache: {ttl: 10m}                                | charge    | is missing
            cache: {ttl: soon, charge: 0.1}                  | ttl       | must be a duration such as 500ms, 60s, 5m or 1h, not "soon"
            cache: {ttl: 10m, charge: 1.1}                   | charge    | must be from 0 to 1
            cache: {ttl: 10m, charge: half}                  | charge    | must be a plain decimal with at most 6 places, not "half"
            cache: {ttl: 10m, charge: 0.1, max_bytes: 255}   | max_bytes | must be from 256 to 1048576, not 255
            cache: {ttl: 10m, charge: 0.1, shared: true}     | shared    | is not known here; known are charge, max_bytes, ttl
            """)
    void namesWhatIsWrong(String words, String field, String message) {
        assertThat(problems(", " + words))
                .extracting(Problem::field, Problem::message)
                .containsExactly(tuple("groups[0].cache." + field, message));
    }

    @Test
    void tellsItAgainAsItWasSaid() {
        assertThat(Definitions.of(valid(", cache: {ttl: 90s, charge: 0.10}"), Kind.GROUP)
                        .get("g"))
                .containsEntry("cache", Map.of("ttl", "90s", "charge", "0.1", "max_bytes", 262_144L));
    }

    private static CatalogueFile valid(String group) {
        Reading reading = read(group);
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).file();
    }

    private static List<Problem> problems(String group) {
        Reading reading = read(group);
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid) reading).problems();
    }

    private static Reading read(String group) {
        String file = """
                version: 1
                providers: []
                models:
                  - {id: a, owner: o, context_window: 1000, output_bound: 100, prices: {input: 1, output: 1}}
                deployments: []
                groups: [{id: g, models: ["*"]%s}]
                """.formatted(group);
        return new CatalogueReader(1_000_000, name -> null).read(file.getBytes(StandardCharsets.UTF_8));
    }
}
