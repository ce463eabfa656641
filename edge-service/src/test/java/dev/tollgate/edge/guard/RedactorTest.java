package dev.tollgate.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.Guardrails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is found in texts, whole and in pieces.
class RedactorTest {
    private static final Redactor ALL = Redactor.of(new Guardrails.Redaction(
            Stream.concat(
                            Arrays.stream(BuiltIn.values())
                                    .map(known -> new Guardrails.Pattern(
                                            known.finder().name(), null, 0)),
                            Stream.of(new Guardrails.Pattern("ticket", "\\bTCK-[0-9]{4,6}\\b", 10)))
                    .toList(),
            "[{name}]"));
    /// What matches, what nearly does, and what stands between.
    private static final List<String> WORDS = List.of(
            "ann@example.com",
            "a.b+c@mail.example.co.uk",
            "@",
            "4111 1111 1111 1111",
            "4111111111111111",
            "4111 1111 1111 1112",
            "378282246310005",
            "DE89 3704 0044 0532 0130 00",
            "GB82WEST12345698765432",
            "DE89370400440532013001",
            "+49 30 901820",
            "(212) 555-0100",
            "10.0.0.1",
            "1.2.3.4.5",
            "999.1.1.1",
            "078-05-1120",
            "000-12-3456",
            "sk-abcdefghijklmnop1234",
            "ghp_abcdefghijklmnopqrstuvwxyzABCDEF0123456789",
            "AKIAIOSFODNN7EXAMPLE",
            "TCK-12345",
            "TCK-1",
            " ",
            ", ",
            "-",
            ".",
            "\n",
            "and",
            "OK",
            "2024",
            "ü",
            "😀",
            "x");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail ann@example.com, please          | mail [email], please
            a.b+c@mail.example.co.uk.             | [email].
            no@where                              | no@where
            card 4111 1111 1111 1111 2027         | card [credit_card] 2027
            order 12 4111111111111111             | order 12 [credit_card]
            4111 1111 1111 1112                   | 4111 1111 1111 1112
            41111111111111111111                  | 41111111111111111111
            IBAN DE89 3704 0044 0532 0130 00 OK   | IBAN [iban] OK
            GB82WEST12345698765432                | [iban]
            DE89370400440532013001                | DE89370400440532013001
            call +49 30 901820 now                | call [phone] now
            (212) 555-0100                        | [phone]
            host 10.0.0.1:80                      | host [ipv4]:80
            version 1.2.3.4.5                     | version 1.2.3.4.5
            999.1.1.1                             | 999.1.1.1
            078-05-1120                           | [us_ssn]
            000-12-3456                           | 000-12-3456
            key sk-abcdefghijklmnop1234!          | key [api_key]!
            task-abcdefghijklmnop1234             | task-abcdefghijklmnop1234
            AKIAIOSFODNN7EXAMPLE                  | [api_key]
            see TCK-12345.                        | see [ticket].
            see TCK-1234567                       | see TCK-1234567
            """)
    void putsAPatternsNameInThePlaceOfWhatMatches(String text, String redacted) {
        assertThat(ALL.redact(text, pattern -> {})).isEqualTo(redacted);
    }

    @Test
    void tellsWhichPatternsMatched() {
        List<String> found = new ArrayList<>();

        ALL.redact("ann@example.com at 10.0.0.1 or bob@example.com", found::add);

        assertThat(found).containsExactly("email", "ipv4", "email");
    }

    @Test
    void holdsBackNoMoreThanMayYetMatch() {
        Redactor emails =
                Redactor.of(new Guardrails.Redaction(List.of(new Guardrails.Pattern("email", null, 0)), "***"));
        RedactedText text = new RedactedText(emails, pattern -> {});

        assertThat(text.add("Write to ann@exa")).isEqualTo("Write to ");
        assertThat(text.add("mple.com soon")).isEqualTo("*** ");
        assertThat(text.end()).isEqualTo("soon");
    }

    @Test
    void tellsNoHalfOfACharacter() {
        RedactedText text = new RedactedText(ALL, pattern -> {});
        String smile = "😀";

        String first = text.add("a " + smile.charAt(0));

        assertThat(first + text.add(smile.charAt(1) + " b c d e f g h i j k") + text.end())
                .isEqualTo("a 😀 b c d e f g h i j k");
        assertThat(first).doesNotContain(smile.substring(0, 1));
    }

    @Property(tries = 3_000)
    void aTextInPiecesIsRedactedAsItWouldBeWhole(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder said = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            said.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        String whole = said.toString();
        List<String> found = new ArrayList<>();
        List<String> inPieces = new ArrayList<>();
        RedactedText text = new RedactedText(ALL, inPieces::add);
        StringBuilder told = new StringBuilder();
        for (int at = 0; at < whole.length(); ) {
            int to = Math.min(whole.length(), at + 1 + random.nextInt(1 + random.nextInt(40)));
            told.append(text.add(whole.substring(at, to)));
            at = to;
        }
        told.append(text.end());

        assertThat(told).hasToString(ALL.redact(whole, found::add));
        assertThat(inPieces).isEqualTo(found);
    }
}
