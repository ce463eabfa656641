package dev.tollgate.edge.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Where answers lie: the same question leads there, and nothing else does.
class PlaceTest {
    private static final Question ASKED = new Question("acc_1", "chat.completions", "m", false, Buffer.buffer("body"));
    private static final byte[] ANSWER = bytes("{\"answer\":\"canary\"}");

    private final Places places = new Places(bytes("a secret of the edges'"));

    @Test
    void theSameQuestionFindsAndOpensWhatWasKept() {
        byte[] sealed = places.of(ASKED).seal(ANSWER);
        Question again = new Question("acc_1", "chat.completions", "m", false, Buffer.buffer("body"));

        assertThat(places.of(again).name()).isEqualTo(places.of(ASKED).name());
        assertThat(places.of(again).open(sealed)).isEqualTo(ANSWER);
    }

    static List<Question> others() {
        return List.of(
                new Question("acc_2", "chat.completions", "m", false, Buffer.buffer("body")),
                new Question("acc_1", "messages", "m", false, Buffer.buffer("body")),
                new Question("acc_1", "chat.completions", "m2", false, Buffer.buffer("body")),
                new Question("acc_1", "chat.completions", "m", true, Buffer.buffer("body")),
                new Question("acc_1", "chat.completions", "m", false, Buffer.buffer("body ")),
                new Question("acc_1c", "hat.completions", "m", false, Buffer.buffer("body")));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anotherQuestionFindsAnotherPlaceAndOpensNothing(Question other) {
        byte[] sealed = places.of(ASKED).seal(ANSWER);

        assertThat(places.of(other).name()).isNotEqualTo(places.of(ASKED).name());
        assertThat(places.of(other).open(sealed)).isNull();
    }

    @Test
    void whoLacksTheSecretFindsNothingByGuessing() {
        Places theirs = new Places(bytes("another secret"));

        assertThat(theirs.of(ASKED).name()).isNotEqualTo(places.of(ASKED).name());
        assertThat(theirs.of(ASKED).open(places.of(ASKED).seal(ANSWER))).isNull();
    }

    @Test
    void nothingOfQuestionOrAnswerIsInWhatLiesThere() {
        Place place = places.of(ASKED);
        byte[] sealed = place.seal(ANSWER);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
        assertThat(place.name()).matches("tollgate:answer:[0-9a-f]{64}");
        assertThat(place.seal(ANSWER)).as("never sealed alike twice").isNotEqualTo(sealed);
    }

    @Test
    void whatWasChangedOrCutIsNothing() {
        Place place = places.of(ASKED);
        byte[] sealed = place.seal(ANSWER);
        sealed[sealed.length / 2] ^= 1;

        assertThat(Stream.of(sealed, new byte[0], new byte[12], new byte[13]).map(place::open))
                .containsOnlyNulls();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
