package dev.tollgate.contract.billing.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.PriceRules.Gap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PriceRulesTest {
    private static final List<String> OPERATIONS = List.of(
            "chat",
            "completions",
            "embeddings",
            "images",
            "image_edits",
            "image_variations",
            "transcription",
            "translation",
            "speech",
            "rerank",
            "moderation",
            "realtime");

    @Test
    void namesTheOneKeyThatIsMissingAndTheWaysWhereThereAreSeveral() {
        assertThat(PriceRules.gaps(List.of("chat"), Set.of("input"))).containsExactly(new Gap("output", "is missing"));
        assertThat(PriceRules.gaps(List.of("images"), Set.of()))
                .containsExactly(new Gap(null, "do not cover images: give image, or input and image_output"));
    }

    @Test
    void takesAModelThatNamesNoOperationForChat() {
        assertThat(PriceRules.gaps(List.of("tools"), Set.of("image")))
                .containsExactly(new Gap("input", "is missing"), new Gap("output", "is missing"));
        assertThat(PriceRules.answersInTokens(List.of())).isTrue();
    }

    @Test
    void tellsKeysOfTokensFromThoseOfUnits() {
        assertThat(PriceRules.keys())
                .contains("input", "image_output", "image", "thousand_characters", "audio_minute", "search")
                .doesNotContain("milli_images", "characters", "audio_milliseconds", "searches");
        assertThat(PriceRules.hasTokens(Set.of("image", "search"))).isFalse();
        assertThat(PriceRules.hasTokens(Set.of("image", "reasoning"))).isTrue();
    }

    @Test
    void asksOfATierWhatTheOthersFollowFrom() {
        assertThat(PriceRules.tierGaps(Set.of("input", "output"), Set.of())).hasSize(2);
        assertThat(PriceRules.tierGaps(Set.of("input", "image_output"), Set.of("input")))
                .containsExactly(new Gap("image_output", "is missing"));
    }

    /// Never a silent zero: what is taken for several operations together is taken for each that needs tokens, and
    /// what is refused lacks something for one of them.
    @Property
    void coversSeveralOperationsByWhatCoversEach(
            @ForAll Set<UsageClass> classes,
            @ForAll Set<UnitPrice> units,
            @ForAll @IntRange(max = 11) int one,
            @ForAll @IntRange(max = 11) int other) {
        Set<String> given = new HashSet<>();
        classes.stream()
                .map(UsageClass::wireName)
                .filter(PriceRules.keys()::contains)
                .forEach(given::add);
        units.forEach(unit -> given.add(unit.key()));
        String first = OPERATIONS.get(one);
        String second = OPERATIONS.get(other);

        boolean both = PriceRules.gaps(List.of(first, second), given).isEmpty();

        assertThat(both)
                .isEqualTo(PriceRules.gaps(List.of(first), given).isEmpty()
                        && PriceRules.gaps(List.of(second), given).isEmpty());
    }
}
