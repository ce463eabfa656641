package dev.tollgate.edge.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Token for token what jtokkit counts, which is known to count as OpenAI does.
class TokenEncodingTest {
    private static final EncodingRegistry JTOKKIT = Encodings.newLazyEncodingRegistry();
    private static final Encoding O200K = JTOKKIT.getEncoding(EncodingType.O200K_BASE);
    private static final Encoding CL100K = JTOKKIT.getEncoding(EncodingType.CL100K_BASE);

    private static final TokenEncoding OUR_O200K = OpenAiEncodings.OF_PROCESS.o200kBase();
    private static final TokenEncoding OUR_CL100K = OpenAiEncodings.OF_PROCESS.cl100kBase();

    /// Where the patterns part texts: contractions, cases, kinds of numbers, marks, joiners, all sorts of space.
    private static final List<String> ATOMS = List.of(
            ("a|B|the|Xy|xY|é|e\u0301|\u0301|ß|İ|ſ|K|ǅ|ʰ|ª|Ünï|ह|ि|न्|你|好世界|日本|カタ|한|ㄱ|ﷺ|𝒜|𐐷|😀|👩‍👩‍👧|\u200d|\u20dd|\u0345"
                            + "|'s|'S|'ſ|'LL|'ve|'re|'d|'|\u2019s|1|12|2026|१|Ⅷ|½|.|/|//|{|};|_|$|=>|<|>|endoftext|\0|\u007f"
                            + "| |  |    |\t|\n|\r\n|\r|\u00a0|\u0085|\u2028|\u2029|\u000b|\u000c|\u001c|\u1680|\u180e|\u200b"
                            + "|\u3000|\ufeff")
                    .split("\\|"));

    private static void countsTheSame(String text) {
        assertThat(OUR_O200K.count(text)).as("o200k_base").isEqualTo(O200K.countTokensOrdinary(text));
        assertThat(OUR_CL100K.count(text)).as("cl100k_base").isEqualTo(CL100K.countTokensOrdinary(text));
    }

    @Property(tries = 3_000)
    void textsThatThePatternsPart(@ForAll("texts") String text) {
        countsTheSame(text);
    }

    @Property(tries = 2_000)
    void anyUnicode(@ForAll("unicode") String text) {
        countsTheSame(text);
    }

    /// No token as a whole: here it is the ranks that tell.
    @Property(tries = 3_000)
    void wordsThatNobodyWrote(@ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 2, max = 60) String word) {
        countsTheSame(word);
    }

    @Property(tries = 100)
    void longRunsOfOneKind(@ForAll("atoms") String atom) {
        countsTheSame(atom.repeat(700));
        countsTheSame("x" + atom.repeat(83) + "y");
    }

    @Provide
    Arbitrary<String> atoms() {
        return Arbitraries.of(ATOMS);
    }

    @Provide
    Arbitrary<String> texts() {
        return atoms().list().ofMinSize(1).ofMaxSize(20).map(atoms -> String.join("", atoms));
    }

    @Provide
    Arbitrary<String> unicode() {
        Arbitrary<Integer> any = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 0x2fff)),
                Tuple.of(2, Arbitraries.integers().between(0x3000, 0xd7ff)),
                Tuple.of(1, Arbitraries.integers().between(0xe000, 0x10ffff)));
        return any.list().ofMaxSize(30).map(points -> points.stream()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "It's the 21st of June, and we've 1234567 reasons; aren't they GREAT? HTTPServer's camelCaseNames…",
                "<|endoftext|>",
                "/// Reads.\npublic static long of(String a) {\r\n    return a == null ? 0 : a.length();\r\n}\n\n\t// end\n",
                "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\\n\"}],\"n\":1.5e-7}",
                "def f(x):\n    if x > 0:\n        return x ** 2\n\n\n    return [i for i in range(10_000)]\n",
                "SELECT account_id, sum(nanos) FROM ledger_entry WHERE posted_on >= '2026-11-01' GROUP BY 1;",
                "今天天气很好，我们去公园散步吧！ありがとうございます。안녕하세요, 세계!",
                "Größenwahn, naïveté, Ελληνικά, Русский язык, हिन्दी, ภาษาไทย, العربية",
                "🏳️‍🌈 🇩🇪🇫🇷 👍🏽 ❤️‍🔥 1️⃣"
            })
    void textsAsTheyCome(String text) {
        countsTheSame(text);
        countsTheSame((text + " ").repeat(40));
    }

    /// jtokkit's o200k_base does so too; its cl100k_base takes three bytes for one that no UTF-8 has.
    @Property(tries = 500)
    void halfASurrogatePairCountsAsAQuestionMark(@ForAll("texts") String before, @ForAll("texts") String after) {
        String text = before + '\ud83d' + after + '\ude00';
        assertThat(OUR_O200K.count(text))
                .isEqualTo(O200K.countTokensOrdinary(text))
                .isEqualTo(OUR_O200K.count(before + '?' + after + '?'));
        assertThat(OUR_CL100K.count(text)).isEqualTo(OUR_CL100K.count(before + '?' + after + '?'));
    }

    @Test
    void aLongRunTakesNoSquareOfTime() {
        countsTheSame(" ".repeat(64 * 1024));
        countsTheSame("\n".repeat(64 * 1024));
    }
}
