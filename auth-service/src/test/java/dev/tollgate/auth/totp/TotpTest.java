package dev.tollgate.auth.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /// RFC 6238, appendix B, the rows of SHA-1.
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void givesTheCodesOfTheStandard(long seconds, String code) {
        assertThat(Totp.code(SECRET, Totp.stepAt(Instant.ofEpochSecond(seconds)), 8))
                .isEqualTo(code);
    }

    /// RFC 4226, appendix D.
    @ParameterizedTest
    @CsvSource({"0, 755224", "1, 287082", "2, 359152", "8, 399871", "9, 520489"})
    void givesTheCodesOfCounters(long counter, String code) {
        assertThat(Totp.code(SECRET, counter, 6)).isEqualTo(code);
    }

    @Test
    void aClockMayBeOneStepOffAndNotTwo() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.stepAt(now);
        for (long near = step - 1; near <= step + 1; near++) {
            assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, near, 6), now, 0)).hasValue(near);
        }
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step - 2, 6), now, 0)).isEmpty();
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step + 2, 6), now, 0)).isEmpty();
        assertThat(Totp.stepOf(SECRET, "", now, 0)).isEmpty();
    }

    @Test
    void noCodeOfATakenStepOrBeforeIsGood() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = Totp.stepAt(now);
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step, 6), now, step)).isEmpty();
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step - 1, 6), now, step))
                .isEmpty();
        assertThat(Totp.stepOf(SECRET, Totp.code(SECRET, step + 1, 6), now, step))
                .hasValue(step + 1);
    }

    @Test
    void writesSecretsAsAuthenticatorsReadThem() {
        assertThat(Base32.write(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (String text : new String[] {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(Base32.read(Base32.write(bytes))).isEqualTo(bytes);
        }
        assertThat(Base32.write("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
    }

    @Test
    void aRecoveryCodeIsTheSameHoweverItIsTyped() {
        String code = RecoveryCode.next();
        assertThat(code).matches("([a-z2-7]{4}-){3}[a-z2-7]{4}");
        assertThat(RecoveryCode.hash(
                        "user_1", " " + code.toUpperCase(java.util.Locale.ROOT).replace("-", " ")))
                .isEqualTo(RecoveryCode.hash("user_1", code));
        assertThat(RecoveryCode.hash("user_2", code)).isNotEqualTo(RecoveryCode.hash("user_1", code));
    }
}
