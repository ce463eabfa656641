package dev.tollgate.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LetterTest {
    private static final Map<String, String> WORDS = Map.of(
            "site", "SITE", "link", "LINK", "hours", "24", "days", "7", "account", "ACCOUNT", "role", "ROLE", "email",
            "EMAIL");

    @ParameterizedTest
    @EnumSource(Letter.class)
    void eachSaysTheSameInEachLanguage(Letter letter) {
        Letter.Text english = letter.write(Language.EN, WORDS);
        Letter.Text chinese = letter.write(Language.ZH, WORDS);
        assertThat(english.subject()).isNotBlank().isNotEqualTo(chinese.subject());
        assertThat(english.subject() + chinese.subject()).doesNotContain("\n", "\r", "{");
        for (String word : WORDS.values()) {
            assertThat(chinese.content().contains(word))
                    .as(word)
                    .isEqualTo(english.content().contains(word));
        }
        assertThat(english.content()).contains("SITE").endsWith("\n").doesNotContain("{");
    }

    @ParameterizedTest
    @EnumSource(
            value = Letter.class,
            names = {"CONFIRM", "RESET", "INVITATION_TO_ACCOUNT"})
    void whatIsNotSaidIsAnErrorOfOurs(Letter letter) {
        assertThatThrownBy(() -> letter.write(Language.EN, Map.of("site", "SITE")))
                .isInstanceOf(NullPointerException.class);
    }
}
