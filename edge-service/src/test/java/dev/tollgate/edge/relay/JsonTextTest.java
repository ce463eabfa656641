package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Test
    void escapesAreResolved() {
        assertThat(text("a\\n\\t\\r\\b\\f\\\"\\\\\\/\\u00e9\\ud83d\\ude00z")).isEqualTo("a\n\t\r\b\f\"\\/é😀z");
    }

    @Test
    void whatIsNoEscapeDoesNoHarm() {
        assertThat(text("\\")).isEqualTo("\\");
        assertThat(text("a\\u12")).isEqualTo("au12");
        assertThat(text("a\\uzzzz")).isEqualTo("a\0");
        assertThat(text("")).isEmpty();
    }

    @Property(tries = 300)
    void whateverJacksonWritesIsReadBack(@ForAll String text) throws JsonProcessingException {
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(text(inner(JSON, wellFormed))).isEqualTo(wellFormed);
        assertThat(text(inner(ASCII, wellFormed))).isEqualTo(wellFormed);
    }

    private static String inner(JsonMapper mapper, String text) throws JsonProcessingException {
        String quoted = mapper.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String text(String json) {
        byte[] bytes = ("xx" + json + "yy").getBytes(StandardCharsets.UTF_8);
        return JsonText.of(bytes, 2, bytes.length - 2);
    }
}
