package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.contract.routing.v1.Catalogue.Media;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.contract.routing.v1.ProviderKind;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Models that serve more than chat, each as one line of a file.
class ModelReaderTest {
    private static final String TOKENS = "context_window: 1000, output_bound: 100";

    @Test
    void measuresPicturesBySizeAndQuality() {
        Model model = model("""
                capabilities: [images], prices: {image: 1}, image_sizes: {256x256: 0.4, "1024x1024": {standard: 1, hd: 2},
                1792x1024: {hd: 3.125}}""");

        assertThat(model.media().imageSizes())
                .isEqualTo(Map.of(
                        "256x256", 400L,
                        "1024x1024/standard", 1_000L,
                        "1024x1024/hd", 2_000L,
                        "1792x1024/hd", 3_125L));
        assertThat(model.media().audioBound()).isEqualTo(Media.DEFAULT.audioBound());
    }

    @Property(tries = 200)
    void readsEveryWeightExactly(@ForAll @LongRange(min = 1, max = 1_000_000) long thousandths) {
        String weight = BigDecimal.valueOf(thousandths, 3).toPlainString();

        Model model = model("capabilities: [images], prices: {image: 1}, image_sizes: {1x1: " + weight + "}");

        assertThat(model.media().imageSizes()).isEqualTo(Map.of("1x1", thousandths));
    }

    @Test
    void boundsRecordingsInSeconds() {
        Model model = model("capabilities: [transcription], prices: {audio_minute: 1}, audio_bound: 90");

        assertThat(model.media()).isEqualTo(new Media(Map.of(), 90_000));
    }

    @Test
    void aModelPricedByUnitsAloneCountsNoTokens() {
        Model model = model("capabilities: [speech], prices: {thousand_characters: 1}");

        assertThat(List.of(model.contextWindow(), model.outputBound(), model.leastUsefulOutput()))
                .containsOnly(0L);
        assertThat(model("capabilities: [speech], prices: {thousand_characters: 1}, context_window: 4096")
                        .contextWindow())
                .isEqualTo(4_096);
    }

    @Test
    void aModelThatAnswersInNoTokensHasNoOutputBound() {
        Model model = model("capabilities: [embeddings], prices: {input: 1}, context_window: 8192");

        assertThat(model.contextWindow()).isEqualTo(8_192);
        assertThat(model.outputBound()).isZero();
    }

    @Test
    void aModelThatNamesNoOperationServesChat() {
        assertThat(model(TOKENS + ", capabilities: [tools]").capabilities()).containsExactly("chat", "tools");
        assertThat(model(TOKENS).capabilities()).containsExactly("chat");
        assertThat(model(TOKENS + ", capabilities: [rerank]").capabilities()).containsExactly("rerank");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            capabilities: [images], prices: {image: 1}, image_sizes: {large: 1}          | image_sizes.large | a width and a height
            capabilities: [images], prices: {image: 1}, image_sizes: {1x1: {HD: 1}}      | image_sizes.1x1.HD | a quality
            capabilities: [images], prices: {image: 1}, image_sizes: {1x1: 0}            | image_sizes.1x1   | above 0
            capabilities: [images], prices: {image: 1}, image_sizes: {1x1: 1000.001}     | image_sizes.1x1   | at most 1000
            capabilities: [images], prices: {image: 1}, image_sizes: {1x1: 0.0001}       | image_sizes.1x1   | 3 places
            capabilities: [images], prices: {image: 1}, image_sizes: {1x1: {a: -1}}      | image_sizes.1x1.a | plain decimal
            capabilities: [images], prices: {image: 1}, image_sizes: {1x1: [1]}          | image_sizes.1x1   | a single value
            capabilities: [images], prices: {image: 1}, image_sizes: {1x1: 1, 1x1: 2}    | image_sizes.1x1   | given twice
            capabilities: [images], prices: {image: 1}, image_sizes: {}                  | image_sizes       | names no size
            capabilities: [images], prices: {image: 1}, image_sizes: 1x1                 | image_sizes       | a mapping
            capabilities: [speech], prices: {thousand_characters: 1}, image_sizes: {1x1: 1} | image_sizes    | capability images
            capabilities: [speech], prices: {thousand_characters: 1}, audio_bound: 5     | audio_bound       | capability transcription
            capabilities: [transcription], prices: {audio_minute: 1}, audio_bound: 0     | audio_bound       | from 1 to 86400
            capabilities: [transcription], prices: {audio_minute: 1}, audio_bound: 5s    | audio_bound       | whole number
            capabilities: [embeddings], prices: {input: 1}                               | context_window    | is missing
            capabilities: [speech], prices: {input: 1, audio_output: 1}, context_window: 9 | output_bound    | is missing
            capabilities: [speech], prices: {thousand_characters: 1, input: 1, output: 1} | context_window   | is missing
            capabilities: [embeddings], prices: {free: true}                             | context_window    | is missing
            capabilities: [embeddings]                                                   | context_window    | is missing
            capabilities: [images], prices: {search: 1}                                  | prices            | do not cover images: give image
            """)
    void namesTheFieldOfWhatIsWrong(String fields, String field, String message) {
        assertThat(problems(fields)).anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.field()).isEqualTo("models[0]." + field);
            assertThat(problem.message()).contains(message);
        });
    }

    /// The same lines as billing's reader is tested on: a file is taken by both or refused by both.
    @ParameterizedTest
    @MethodSource("forms")
    void takesAndRefusesWhatBillingDoes(String verdict, String capabilities, String prices) {
        Reading reading = read(TOKENS + ", capabilities: [" + capabilities + "], prices: " + prices);

        assertThat(reading).isInstanceOf(verdict.equals("taken") ? Reading.Valid.class : Reading.Invalid.class);
        if (reading instanceof Reading.Invalid invalid) {
            assertThat(invalid.problems())
                    .allSatisfy(problem -> assertThat(problem.field()).startsWith("models[0].prices"));
        }
    }

    static Stream<Arguments> forms() throws IOException {
        Path forms = Path.of("../contracts/src/test/resources/catalogue/price-forms.txt");
        return Files.readAllLines(forms).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\|", 3))
                .map(parts -> Arguments.of(parts[0].strip(), parts[1].strip(), parts[2].strip()));
    }

    @ParameterizedTest
    @EnumSource(ProviderKind.class)
    void takesEveryDialect(ProviderKind dialect) {
        String kind = dialect.wireName();
        Reading reading =
                read(SampleFile.TEXT.replace("kind: openai", "kind: " + kind).getBytes(StandardCharsets.UTF_8));

        assertThat(((Reading.Valid) reading).file().providers())
                .extracting(entry -> entry.provider().kind())
                .containsOnly(kind);
    }

    @Test
    void namesTheDialectsWhereOneIsUnknown() {
        Reading reading =
                read(SampleFile.TEXT.replace("kind: openai", "kind: OpenAI").getBytes(StandardCharsets.UTF_8));

        assertThat(((Reading.Invalid) reading).problems())
                .extracting(Problem::line, Problem::field, Problem::message)
                .contains(tuple(
                        4,
                        "providers[0].kind",
                        "must be a dialect: one of " + ProviderKind.all(", ") + ", not \"OpenAI\""));
    }

    private static Model model(String fields) {
        Reading reading = read(fields);
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).file().models().getFirst();
    }

    private static List<Problem> problems(String fields) {
        Reading reading = read(fields);
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid) reading).problems();
    }

    private static Reading read(String fields) {
        String line = "models: [{id: m, owner: o, " + fields.replace("\n", " ") + "}]\n";
        String rest = "providers: []\ndeployments: []\ngroups: []\n";
        return read(("version: 1\n" + line + rest).getBytes(StandardCharsets.UTF_8));
    }

    private static Reading read(byte[] file) {
        return new CatalogueReader(1_000_000, name -> null).read(file);
    }
}
