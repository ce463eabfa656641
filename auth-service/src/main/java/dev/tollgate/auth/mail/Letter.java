package dev.tollgate.auth.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is written to people, in each language: a text below `mail/` whose first line is the subject. `{words}`
/// in it are filled in.
public enum Letter {
    /// To whoever signed up.
    CONFIRM,
    /// To whoever signed up though he is a user.
    KNOWN,
    RESET,
    PASSWORD_CHANGED,
    /// To the address that is to be the login.
    CONFIRM_EMAIL,
    /// To the address that was.
    EMAIL_CHANGED,
    /// To the installation.
    INVITATION,
    INVITATION_TO_ACCOUNT;

    private static final Pattern WORD = Pattern.compile("\\{([a-z]+)}");

    /// A letter as it goes out.
    record Text(String subject, String content) {}

    /// @throws IllegalStateException when a word of the text is not given
    Text write(Language language, Map<String, String> words) {
        String whole = read(language);
        int end = whole.indexOf('\n');
        return new Text(
                fill(whole.substring(0, end), words), fill(whole.substring(end).strip(), words) + "\n");
    }

    private static String fill(String text, Map<String, String> words) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(
                        Objects.requireNonNull(words.get(word.group(1)), () -> "nobody says what is " + word.group())));
    }

    private String read(Language language) {
        String name = "/mail/" + language.code() + "/"
                + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".txt";
        try (InputStream text = Letter.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
