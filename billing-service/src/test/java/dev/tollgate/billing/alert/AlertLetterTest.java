package dev.tollgate.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.mail.Letter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertLetterTest {
    private static final long CREDIT = 1_000_000_000L;

    @Test
    void aBudgetsLetterNamesWhatIsNeeded() {
        Letter letter = letter(limit("team a", "group", true), 80, false);
        assertThat(letter.topic()).isEqualTo("alert/al_7/at_1");
        assertThat(letter.subject()).isEqualTo("80 % spent: team a");
        assertThat(letter.content()).isEqualTo("""
                80 % of this budget is spent. A budget refuses nothing.

                Account: acct_1
                Budget: team a (sl_1)
                Counts: the account's keys of the group vip
                Period: day from 2026-03-29 00:00 Europe/Berlin
                Threshold: 80 %
                Spent: 8.5 credits
                Amount: 10 credits
                Alert: al_7
                """);
    }

    @Test
    void aLimitsLetterSaysWhatComesOfIt() {
        Due.Limit users = limit("", "user", false);
        assertThat(letter(users, 50, false).subject()).isEqualTo("50 % spent: sl_1");
        assertThat(letter(users, 50, false).content())
                .startsWith("50 % of this limit is spent. When it is used up, requests are refused.\n")
                .contains("Limit: sl_1\n", "Counts: the account's keys of the user user_1\n");
        assertThat(letter(users, 100, false).content()).startsWith("This limit is used up");
        Letter refused = letter(users, 100, true);
        assertThat(refused.subject()).isEqualTo("Spend limit reached: sl_1");
        assertThat(refused.content()).startsWith("A request was refused");
    }

    @Test
    void aNameMakesNoLinesOfItsOwn() {
        Letter letter = letter(limit("a\r\nBcc: b@example.com\u2028Account: x", "account", false), 50, false);
        assertThat(letter.subject()).isEqualTo("50 % spent: a Bcc: b@example.com Account: x");
        assertThat(letter.content().lines()).contains("Limit: a Bcc: b@example.com Account: x (sl_1)");
    }

    private static Letter letter(Due.Limit limit, int threshold, boolean refused) {
        Due.Event event = new Due.Event(
                "al_7",
                "event",
                "spend_alert",
                1,
                "acct_1",
                limit,
                Instant.parse("2026-03-28T23:00:00Z").getEpochSecond(),
                threshold,
                CREDIT * 17 / 2,
                10 * CREDIT,
                refused);
        return AlertLetter.of(new Due(7, "at_1", 1, Target.Kind.EMAIL, "a@example.com", false, null, event));
    }

    private static Due.Limit limit(String name, String scope, boolean budget) {
        return new Due.Limit(
                "sl_1",
                name,
                scope,
                scope.equals("group") ? "vip" : null,
                scope.equals("user") ? "user_1" : null,
                "day",
                "Europe/Berlin",
                budget);
    }
}
