package dev.tollgate.contract.auth.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
    @Property
    void everyKeyIsWellFormed(@ForAll @Size(32) byte[] random) {
        String key = KeyFormat.write(random);
        assertThat(key).hasSize(52).matches("sk-[0-9A-Za-z]{49}");
        assertThat(KeyFormat.isWellFormed(key)).isTrue();
    }

    @Property
    void aTypoIsKnownWithoutALookUp(
            @ForAll @Size(32) byte[] random,
            @ForAll @IntRange(min = 3, max = 51) int place,
            @ForAll @CharRange(from = 'a', to = 'z') char letter) {
        String key = KeyFormat.write(random);
        String typo = key.substring(0, place) + letter + key.substring(place + 1);
        assertThat(KeyFormat.isWellFormed(typo)).isEqualTo(typo.equals(key));
    }

    @Test
    void theSmallestAndTheLargestKeyHaveTheSameLength() {
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xFF);
        assertThat(KeyFormat.write(new byte[32])).hasSize(52).startsWith("sk-" + "0".repeat(43));
        assertThat(KeyFormat.write(ones)).hasSize(52);
    }

    @Test
    void refusesOtherForms() {
        String key = KeyFormat.write(new byte[32]);
        for (String other : new String[] {"", "sk-", key + "0", key.substring(1), "pk" + key.substring(2), " " + key}) {
            assertThat(KeyFormat.isWellFormed(other)).as(other).isFalse();
        }
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> KeyFormat.write(new byte[31]));
    }

    /// Golden: SHA-256 of "abc" (FIPS 180-2).
    @Test
    void hashIsLowerCaseHexOfSha256() {
        assertThat(KeyFormat.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void theHintShowsFourCharactersOnly() {
        String key = KeyFormat.write(new byte[32]);
        assertThat(KeyFormat.hint(key)).isEqualTo("sk-…" + key.substring(48));
    }
}
