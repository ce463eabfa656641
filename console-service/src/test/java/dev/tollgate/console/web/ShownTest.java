package dev.tollgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final Locale ENGLISH = Language.ENGLISH.words();
    private static final Locale CHINESE = Language.CHINESE.words();

    @Test
    void creditsAreExactWithTwoDecimalsAtLeast() {
        assertThat(Shown.credits(1_234_500_000_000L, ENGLISH)).isEqualTo("1,234.50");
        assertThat(Shown.credits(1, ENGLISH)).isEqualTo("0.000000001");
        assertThat(Shown.credits(Long.MAX_VALUE, ENGLISH)).isEqualTo("9,223,372,036.854775807");
        assertThat(Shown.credits(-5_000_000_000L, CHINESE)).isEqualTo("-5.00");
        assertThat(Shown.credits("100000000000", ENGLISH)).isEqualTo("100.00");
    }

    @Test
    void whereSpaceIsShortCreditsAreRoundedToTwoDecimals() {
        assertThat(Shown.about(1_234_567_890L, ENGLISH)).isEqualTo("1.23");
        assertThat(Shown.about(1, ENGLISH)).isEqualTo("0.00");
    }

    @Test
    void moneyIsWrittenInItsCurrency() {
        assertThat(Shown.money(1_999, "usd", ENGLISH)).isEqualTo("$19.99");
        assertThat(Shown.money(85, "CNY", CHINESE)).isEqualTo("¥0.85");
        assertThat(Shown.money(500, "jpy", ENGLISH)).contains("500").doesNotContain(".");
    }

    @Test
    void pricesHaveThreeDigitsThatCountAtLeast() {
        assertThat(Shown.price(new BigDecimal("6.666666667"), "", ENGLISH)).isEqualTo("6.67");
        assertThat(Shown.price(new BigDecimal("125"), "", ENGLISH)).isEqualTo("125.00");
        assertThat(Shown.price(new BigDecimal("0.0200000001"), "usd", ENGLISH)).isEqualTo("$0.02");
        assertThat(Shown.price(new BigDecimal("0.00001417"), "cny", CHINESE)).isEqualTo("¥0.0000142");
        assertThat(Shown.price(BigDecimal.ZERO, "", ENGLISH)).isEqualTo("0.00");
    }

    @Test
    void momentsAreForPeopleAndForPrograms() {
        assertThat(Shown.time(1_700_000_000L, ENGLISH).getValue())
                .startsWith("<time datetime=\"2023-11-14T22:13:20Z\">")
                .contains("2023")
                .endsWith(" UTC</time>");
        assertThat(Shown.time(1_700_000_000L, CHINESE).getValue()).contains("2023年11月14日");
        assertThat(Shown.time(null, ENGLISH).getValue()).isEqualTo("–");
    }

    @Test
    void shortTimesAreInMillisecondsAndLongOnesInSeconds() {
        assertThat(Shown.duration(850, ENGLISH)).isEqualTo("850 ms");
        assertThat(Shown.duration(12_345, ENGLISH)).isEqualTo("12.3 s");
        assertThat(Shown.count(1_234_567, ENGLISH)).isEqualTo("1,234,567");
    }
}
