package dev.tollgate.edge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.edge.endpoint.Reading;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Strings of a body that are left where they stand are strings all the same.
class LongTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "0123456789".repeat(40);

    @ParameterizedTest
    @ValueSource(strings = {"", "\\\"", "\\\\", "\\u00e9\\n\\/", "é€😀", "\\ud83d\\ude00"})
    void saysWhatJacksonReads(String some) throws Exception {
        String body = "{\"a\":{\"b\":[\"" + some + LONG + some + "\"]}}";
        JsonNode read = field(read(Buffer.buffer(body)));
        JsonNode expected = JSON.readTree(body).get("a");
        assertThat(read.get("b").get(0)).isInstanceOf(LongText.class);
        assertThat(read.get("b").get(0).textValue())
                .isEqualTo(expected.get("b").get(0).textValue());
        assertThat(read).hasToString(expected.toString());
    }

    @Test
    void isAStringLikeAnyOther() {
        JsonNode text = text(LONG);
        assertThat(text.isTextual()).isTrue();
        assertThat(text.asText()).isEqualTo(LONG);
        assertThat(Field.length(text)).isEqualTo(LONG.length());
    }

    @Test
    void isTheSameWhereItIsWrittenTheSame() {
        assertThat(text(LONG)).isEqualTo(text(LONG)).hasSameHashCodeAs(text(LONG));
        assertThat(text(LONG + "a")).isNotEqualTo(text(LONG + "b")).doesNotHaveSameHashCodeAs(text(LONG + "b"));
    }

    @Test
    void knowsItsBeginning() {
        assertThat(Field.startsWith(text("data:image/png;" + LONG), "data:image/"))
                .isTrue();
        assertThat(Field.startsWith(text("DATA:Image\\/png;" + LONG), "data:image/"))
                .isTrue();
        assertThat(Field.startsWith(text("data:audio/wav;" + LONG), "data:image/"))
                .isFalse();
        assertThat(Field.startsWith(text(LONG), LONG)).isTrue();
        assertThat(Field.startsWith(text(LONG), LONG + "0")).isFalse();
    }

    @Test
    void endsWhereItsQuoteIs() {
        Members members = read(Buffer.buffer("{\"a\":\"" + LONG + "\\\"\" , \"model\":\"m\"}"));
        assertThat(members.withModel("other")).hasToString("{\"a\":\"" + LONG + "\\\"\" , \"model\":\"other\"}");
    }

    @Test
    void isFoundInABufferThatIsAPartOfAnother() {
        Buffer part =
                Buffer.buffer("xx{\"a\":\"" + LONG + "\",\"model\":\"é\"}yy").slice(2, 423);
        Members members = read(part);
        assertThat(field(members).textValue()).isEqualTo(LONG);
        assertThat(members.withModel("n")).hasToString("{\"a\":\"" + LONG + "\",\"model\":\"n\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x", "\n", "\\u12", "\\"})
    void refusesWhatNoStringMayHave(String some) {
        assertThat(reading(Buffer.buffer("{\"a\":\"" + LONG + some + "\"}"))).isInstanceOf(Reading.Rejected.class);
    }

    @Test
    void refusesOneThatDoesNotClose() {
        assertThat(reading(Buffer.buffer("{\"a\":\"" + LONG))).isInstanceOf(Reading.Rejected.class);
    }

    private static JsonNode text(String json) {
        return field(read(Buffer.buffer("{\"a\":\"" + json + "\"}")));
    }

    private static JsonNode field(Members members) {
        return Objects.requireNonNull(members.fields().get("a"));
    }

    private static Members read(Buffer body) {
        AtomicReference<Members> read = new AtomicReference<>();
        new BodyReader().read(body, members -> {
            read.set(members);
            throw Invalid.missing("nothing");
        });
        Members members = read.get();
        return members == null ? fail("it was not read") : members;
    }

    private static Reading reading(Buffer body) {
        return new BodyReader().read(body, members -> fail("it was read"));
    }
}
