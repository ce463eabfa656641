package dev.tollgate.contract.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    /// The sorting example of RFC 8785, section 3.2.3: keys in the order of their UTF-16 units.
    @Test
    void sortsKeysAsTheRfcsExampleDoes() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("€", "Euro Sign");
        value.put("\r", "Carriage Return");
        value.put("\uFB33", "Hebrew Letter Dalet With Dagesh");
        value.put("1", "One");
        value.put("😀", "Emoji: Grinning Face");
        value.put("\u0080", "Control");
        value.put("ö", "Latin Small Letter O With Diaeresis");
        assertThat(CanonicalJson.text(value))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"😀\":\"Emoji: Grinning Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    /// Text and literals of RFC 8785, section 3.2.2 to 3.2.4, byte for byte; its numbers are not whole, and left
    /// out.
    @Test
    void writesTextAndLiteralsAsTheRfcsExampleDoes() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("string", "€$\u000F\nA'B\"\\\\\"/");
        value.put("literals", Arrays.asList(null, true, false));
        assertThat(HexFormat.of().formatHex(CanonicalJson.bytes(value)))
                .isEqualTo("7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22"
                        + "e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d");
    }

    @Property
    void readsBackAsWhatWasWritten(
            @ForAll Map<String, String> texts,
            @ForAll List<@LongRange(min = -9007199254740991L, max = 9007199254740991L) Long> numbers,
            @ForAll boolean flag)
            throws Exception {
        Map<String, Object> value = new LinkedHashMap<>();
        texts.forEach((key, text) -> value.put(withoutHalves(key), withoutHalves(text)));
        value.put("numbers", numbers);
        value.put("flag", flag);
        String text = CanonicalJson.text(value);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(text)).isEqualTo(json.readTree(json.writeValueAsString(value)));
        assertThat(CanonicalJson.text(json.readValue(text, Map.class))).isEqualTo(text);
    }

    private static String withoutHalves(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    void refusesWhatReadersOfJsonDoNotKeep() {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes(1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes(1L << 53));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes("\uD800"));
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes("\uDC00x"));
        Object nested = "x";
        for (int i = 0; i < 40; i++) {
            nested = List.of(nested);
        }
        Object deep = nested;
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.bytes(deep));
    }
}
