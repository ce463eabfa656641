package dev.tollgate.console.models;

import dev.tollgate.console.web.Address;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model with its prices as one reader has them told.
///
/// @param tiers ascending; the first is above 0 input tokens
public record Priced(PublicModel model, List<Tier> tiers) {
    public Priced {
        tiers = List.copyOf(tiers);
    }

    /// What a price is of.
    public enum Unit {
        MILLION_TOKENS,
        IMAGE,
        MILLION_CHARACTERS,
        MINUTE,
        THOUSAND_SEARCHES
    }

    /// @param usage the class's name in JSON
    /// @param amount for one unit, on the reader's scale
    public record Part(String usage, Unit unit, BigDecimal amount) {}

    /// @param above it holds for requests of more input tokens than this
    public record Tier(long above, List<Part> parts) {
        public Tier {
            parts = List.copyOf(parts);
        }

        public @Nullable Part part(String usage) {
            return parts.stream()
                    .filter(part -> part.usage().equals(usage))
                    .findFirst()
                    .orElse(null);
        }
    }

    static Priced of(PublicModel model, PriceScale scale) {
        return new Priced(
                model,
                model.tiers().stream()
                        .map(tier -> new Tier(tier.aboveInput(), parts(model, tier.nanosPerMillion(), scale)))
                        .toList());
    }

    /// What the first tier asks for this class, or null.
    public @Nullable Part first(String usage) {
        return tiers.isEmpty() ? null : tiers.getFirst().part(usage);
    }

    /// What is priced by other things than tokens, such as pictures.
    public List<Part> units() {
        return tiers.isEmpty()
                ? List.of()
                : tiers.getFirst().parts().stream()
                        .filter(part -> part.unit() != Unit.MILLION_TOKENS)
                        .toList();
    }

    public boolean isTiered() {
        return tiers.size() > 1;
    }

    /// Whether it can be talked with in the playground.
    public boolean isChat() {
        return model.endpoints().contains("chat");
    }

    public String path() {
        return "/models/" + model.id();
    }

    public Address here() {
        return new Address(path());
    }

    public String playground() {
        return new Address("/playground").with("model", model.id()).text();
    }

    /// What it is called for, which decides how a sample calls it.
    public String endpoint() {
        return model.endpoints().isEmpty() ? "" : model.endpoints().getFirst();
    }

    /// Classes that cost as much as plain text, and that the model is not known for, say nothing: they are left out.
    private static List<Part> parts(PublicModel model, Map<String, String> nanos, PriceScale scale) {
        List<Part> parts = new ArrayList<>();
        nanos.forEach((usage, price) -> {
            UsageClass known = UsageClass.ofWireName(usage);
            String plain = nanos.get(known.isInput() ? "input" : "output");
            if (!price.equals(plain) || isKnownFor(model, known)) {
                BigDecimal million = new BigDecimal(price);
                parts.add(new Part(usage, unit(known), scale.tell(million.multiply(units(known)))));
            }
        });
        return parts;
    }

    private static boolean isKnownFor(PublicModel model, UsageClass usage) {
        Set<String> can = Set.copyOf(model.capabilities());
        return switch (usage) {
            case INPUT, OUTPUT, MILLI_IMAGES, CHARACTERS, AUDIO_MILLISECONDS, SEARCHES -> true;
            case CACHED_INPUT -> can.contains("caching");
            case CACHE_WRITE -> false;
            case AUDIO_INPUT -> can.contains("audio") || can.contains("transcription") || can.contains("translation");
            case AUDIO_OUTPUT -> can.contains("realtime") || can.contains("speech");
            case IMAGE_INPUT -> can.contains("vision") || makesOfPictures(can);
            case IMAGE_OUTPUT -> can.contains("images") || makesOfPictures(can);
            case REASONING -> can.contains("reasoning");
        };
    }

    /// Pictures of pictures.
    private static boolean makesOfPictures(Set<String> can) {
        return can.contains("image_edits") || can.contains("image_variations");
    }

    private static Unit unit(UsageClass usage) {
        return switch (usage) {
            case MILLI_IMAGES -> Unit.IMAGE;
            case CHARACTERS -> Unit.MILLION_CHARACTERS;
            case AUDIO_MILLISECONDS -> Unit.MINUTE;
            case SEARCHES -> Unit.THOUSAND_SEARCHES;
            case INPUT,
                    CACHED_INPUT,
                    CACHE_WRITE,
                    AUDIO_INPUT,
                    IMAGE_INPUT,
                    OUTPUT,
                    REASONING,
                    AUDIO_OUTPUT,
                    IMAGE_OUTPUT -> Unit.MILLION_TOKENS;
        };
    }

    /// Millions of a class in one unit: an image is 1,000 thousandths, a minute 60,000 milliseconds.
    private static BigDecimal units(UsageClass usage) {
        return switch (unit(usage)) {
            case MILLION_TOKENS, MILLION_CHARACTERS -> BigDecimal.ONE;
            case IMAGE, THOUSAND_SEARCHES -> new BigDecimal("0.001");
            case MINUTE -> new BigDecimal("0.06");
        };
    }
}
