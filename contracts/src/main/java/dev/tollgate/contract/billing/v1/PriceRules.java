package dev.tollgate.contract.billing.v1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a model's prices in the catalogue file must say. Billing, which reads amounts, and routing, which reads the
/// rest, both ask here, so that a file is taken or refused by both: no operation that a model serves goes without a
/// price, and none is free by what was left out.
public final class PriceRules {
    /// Most credits per million tokens: far above any price, far below what could overflow a charge.
    public static final long TOKEN_CREDITS_MAX = 1_000_000;

    /// Most credits per image, minute, thousand characters or search.
    public static final long UNIT_CREDITS_MAX = 1_000;

    /// Most tokens of input that a tier may lie above.
    public static final long TIER_INPUT_MAX = 1_000_000_000;

    private static final String INPUT = UsageClass.INPUT.wireName();
    private static final String OUTPUT = UsageClass.OUTPUT.wireName();
    private static final Set<String> TOKENS = Arrays.stream(UsageClass.values())
            .filter(usage -> usage.isInput() || usage.isOutput())
            .map(UsageClass::wireName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> OUTPUTS = Arrays.stream(UsageClass.values())
            .filter(UsageClass::isOutput)
            .map(UsageClass::wireName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> UNITS =
            Arrays.stream(UnitPrice.values()).map(UnitPrice::key).collect(Collectors.toUnmodifiableSet());

    private PriceRules() {}

    /// Every key of an amount: classes of tokens, and units.
    public static Set<String> keys() {
        return Stream.concat(TOKENS.stream(), UNITS.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /// Whether any of these keys is a price of tokens.
    public static boolean hasTokens(Collection<String> given) {
        return given.stream().anyMatch(TOKENS::contains);
    }

    /// Whether a model with these capabilities may answer in tokens, so that a price of its input says too little.
    public static boolean answersInTokens(Collection<String> capabilities) {
        return Operation.of(capabilities).stream().anyMatch(operation -> operation.answersInTokens);
    }

    /// What these prices lack to cover all that the model serves; nothing when all is well.
    ///
    /// @param capabilities the model's; one that names no operation serves `chat`
    /// @param given keys that have an amount
    public static List<Gap> gaps(Collection<String> capabilities, Set<String> given) {
        Set<Gap> gaps = new LinkedHashSet<>();
        for (Operation operation : Operation.of(capabilities)) {
            if (operation.ways.stream().noneMatch(given::containsAll)) {
                gaps.addAll(operation.lacking(given));
            }
        }
        if (hasTokens(given)) {
            require(INPUT, given, gaps);
            if (answersInTokens(capabilities) && given.stream().noneMatch(OUTPUTS::contains)) {
                require(OUTPUT, given, gaps);
            }
        }
        return List.copyOf(gaps);
    }

    /// What a dearer tier lacks. Prices of units that it leaves out are the first tier's; of tokens it must name what
    /// the others follow from.
    public static List<Gap> tierGaps(Set<String> first, Set<String> tier) {
        Set<Gap> gaps = new LinkedHashSet<>();
        require(INPUT, tier, gaps);
        if (first.contains(OUTPUT)) {
            require(OUTPUT, tier, gaps);
        } else {
            first.stream().filter(OUTPUTS::contains).sorted().forEach(key -> require(key, tier, gaps));
        }
        return List.copyOf(gaps);
    }

    private static void require(String key, Set<String> given, Set<Gap> gaps) {
        if (!given.contains(key)) {
            gaps.add(new Gap(key, "is missing"));
        }
    }

    /// @param key that has no amount, or null when there are several ways to fill the gap
    /// @param message to follow the key, or the prices' own name when it is null
    public record Gap(@Nullable String key, String message) {}

    /// What a model can be asked for, and the sets of prices of which one must be given.
    private enum Operation {
        CHAT(true, List.of(List.of(INPUT, OUTPUT))),
        COMPLETIONS(true, List.of(List.of(INPUT, OUTPUT))),
        REALTIME(true, List.of(List.of(INPUT, OUTPUT))),
        EMBEDDINGS(false, List.of(List.of(INPUT))),
        IMAGES(true, List.of(List.of("image"), List.of(INPUT, "image_output"))),
        IMAGE_EDITS(true, List.of(List.of("image"), List.of(INPUT, "image_output"))),
        IMAGE_VARIATIONS(true, List.of(List.of("image"), List.of(INPUT, "image_output"))),
        TRANSCRIPTION(true, List.of(List.of("audio_minute"), List.of(INPUT, OUTPUT))),
        TRANSLATION(true, List.of(List.of("audio_minute"), List.of(INPUT, OUTPUT))),
        SPEECH(true, List.of(List.of("thousand_characters"), List.of(INPUT, "audio_output"), List.of(INPUT, OUTPUT))),
        RERANK(false, List.of(List.of("search"), List.of(INPUT))),
        MODERATION(false, List.of(List.of(INPUT)));

        private final boolean answersInTokens;

        @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
        private final List<List<String>> ways;

        Operation(boolean answersInTokens, List<List<String>> ways) {
            this.answersInTokens = answersInTokens;
            this.ways = ways;
        }

        static Set<Operation> of(Collection<String> capabilities) {
            Set<Operation> named = EnumSet.noneOf(Operation.class);
            for (Operation operation : values()) {
                if (capabilities.contains(operation.name().toLowerCase(Locale.ROOT))) {
                    named.add(operation);
                }
            }
            return named.isEmpty() ? EnumSet.of(CHAT) : named;
        }

        List<Gap> lacking(Set<String> given) {
            if (ways.size() > 1) {
                String how = ways.stream().map(way -> String.join(" and ", way)).collect(Collectors.joining(", or "));
                return List.of(new Gap(null, "do not cover " + name().toLowerCase(Locale.ROOT) + ": give " + how));
            }
            List<Gap> gaps = new ArrayList<>();
            for (String key : ways.getFirst()) {
                if (!given.contains(key)) {
                    gaps.add(new Gap(key, "is missing"));
                }
            }
            return gaps;
        }
    }
}
