package dev.tollgate.edge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When an answer may be one that was given before.
class RepeatableTest {
    @ParameterizedTest
    @CsvSource({"0,ALWAYS", "0.0,ALWAYS", "0e3,ALWAYS", "0.01,ON_REQUEST", "1,ON_REQUEST", "\"0\",ON_REQUEST"})
    void onlyATemperatureOfZeroAsksForTheOneLikeliestAnswer(String temperature, Repeatable expected)
            throws IOException {
        JsonNode node = JsonMapper.builder().build().readTree(temperature);

        assertThat(Repeatable.byTemperature(Map.of("temperature", node))).isEqualTo(expected);
    }

    @Test
    void whoSaysNothingOfTemperatureHasToAsk() {
        assertThat(Repeatable.byTemperature(Map.of())).isEqualTo(Repeatable.ON_REQUEST);
    }

    @Test
    void whatIsLookedUpElsewhereIsRepeatedOnRequestOnly() {
        assertThat(Repeatable.ALWAYS.atMostOnRequest()).isEqualTo(Repeatable.ON_REQUEST);
        assertThat(Repeatable.NEVER.atMostOnRequest()).isEqualTo(Repeatable.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "ALWAYS,, true", "ALWAYS, true, true", "ALWAYS, false, false",
        "ON_REQUEST,, false", "ON_REQUEST, true, true", "ON_REQUEST, false, false",
        "NEVER,, false", "NEVER, true, false", "NEVER, false, false"
    })
    void theCallersWordCounts(Repeatable repeatable, Boolean wish, boolean expected) {
        assertThat(repeatable.isAnswered(wish)).isEqualTo(expected);
    }
}
