package dev.tollgate.billing.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.error.ServiceException;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void isReadBackHoweverItIsTyped() {
        for (int i = 0; i < 1000; i++) {
            Code code = Code.random(RANDOM);
            assertThat(Code.of(code.shown())).isEqualTo(code);
            assertThat(Code.of(code.plain().toLowerCase(Locale.ROOT))).isEqualTo(code);
            String mistaken = code.shown().replace('0', 'O').replace('1', 'l').replace("-", " ");
            assertThat(Code.of(mistaken).hash()).isEqualTo(code.hash());
        }
    }

    @Test
    void hasAtLeast128RandomBits() {
        Set<String> seen = new HashSet<>();
        // Each of 26 places takes each of 32 letters: 130 bits. A constant place would be seen in 2,000 codes.
        BitSet[] letters = new BitSet[26];
        for (int i = 0; i < 2_000; i++) {
            Code code = Code.random(RANDOM);
            assertThat(code.plain()).matches("[0-9A-HJKMNP-TV-Z]{26}");
            assertThat(seen.add(code.plain())).isTrue();
            for (int place = 0; place < 26; place++) {
                letters[place] = letters[place] == null ? new BitSet() : letters[place];
                letters[place].set(code.plain().charAt(place));
            }
        }
        assertThat(letters).allSatisfy(place -> assertThat(place.cardinality()).isEqualTo(32));
    }

    @Test
    void refusesWhatCannotBeOne() {
        for (String typed : List.of("", "7K2MQ", "U".repeat(26), "0".repeat(27), "0".repeat(25) + "é")) {
            assertThatThrownBy(() -> Code.of(typed))
                    .as(typed)
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refused -> assertThat(refused.error().param()).isEqualTo("code"));
        }
    }

    @Test
    void isNotWrittenIntoALog() {
        Code code = Code.random(RANDOM);
        assertThat(code.toString()).doesNotContain(code.plain().substring(0, 20));
    }
}
