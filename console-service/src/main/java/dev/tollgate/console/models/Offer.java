package dev.tollgate.console.models;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.ModelPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The catalogue and the price list together, as an edge joins them: what has a price and somebody to serve it can be
/// called, and nothing else is shown.
record Offer(CatalogueOffer catalogue, PriceList prices) {
    private static final Set<String> ENDPOINTS = Set.of(
            "chat",
            "completions",
            "embeddings",
            "images",
            "image_edits",
            "image_variations",
            "speech",
            "transcription",
            "translation",
            "rerank",
            "moderation",
            "realtime");

    /// Models with a price in force for any group.
    Set<String> priced(long nowMillis) {
        Set<String> priced = new HashSet<>();
        inForce(nowMillis).ifPresent(version -> version.prices().forEach(price -> priced.add(price.model())));
        return priced;
    }

    /// What a group can call now, by id.
    List<PublicModel> of(String group, long nowMillis) {
        Map<String, ModelPrice> ofGroup = new HashMap<>();
        inForce(nowMillis).ifPresent(version -> version.prices().stream()
                .filter(price -> price.group().equals(group))
                .forEach(price -> ofGroup.put(price.model(), price)));
        Set<String> allowed = catalogue.groups().stream()
                .filter(one -> one.id().equals(group))
                .findFirst()
                .map(one -> Set.copyOf(one.models()))
                .orElse(Set.of());
        return catalogue.models().stream()
                .filter(model -> model.usable() && (allowed.contains("*") || allowed.contains(model.id())))
                .flatMap(model -> Stream.ofNullable(ofGroup.get(model.id())).map(price -> model(model, price)))
                .sorted(Comparator.comparing(PublicModel::id))
                .toList();
    }

    static Page<PublicModel> page(
            List<PublicModel> all, ModelSearch wanted, @Nullable String after, @Nullable String before, int limit) {
        List<PublicModel> found = all.stream().filter(wanted::matches).toList();
        if (before != null) {
            List<PublicModel> nearer = found.stream()
                    .filter(model -> model.id().compareTo(before) < 0)
                    .toList()
                    .reversed();
            List<PublicModel> shown =
                    nearer.subList(0, Math.min(limit, nearer.size())).reversed();
            Page<PublicModel> page = Page.of(shown, limit, PublicModel::id);
            return new Page<>(page.object(), page.data(), page.firstId(), page.lastId(), nearer.size() > limit);
        }
        return Page.of(
                found.stream()
                        .filter(model -> after == null || model.id().compareTo(after) > 0)
                        .toList(),
                limit,
                PublicModel::id);
    }

    /// The version that counts: of those whose time has come, the one with the highest number.
    private Optional<PriceList.Version> inForce(long nowMillis) {
        return prices.versions().stream()
                .filter(version -> version.effectiveFrom() <= nowMillis)
                .max(Comparator.comparingLong(PriceList.Version::version));
    }

    private static PublicModel model(CatalogueOffer.Model model, ModelPrice price) {
        boolean free = price.tiers().stream()
                .allMatch(tier -> tier.nanosPerMillion().values().stream().allMatch(nanos -> nanos == 0));
        return new PublicModel(
                model.id(),
                "model",
                model.aliases(),
                model.owner(),
                model.providers(),
                model.contextWindow(),
                model.outputBound(),
                model.capabilities().stream().filter(ENDPOINTS::contains).toList(),
                model.capabilities(),
                model.created(),
                free,
                price.tiers().stream().map(Offer::tier).toList());
    }

    /// What costs nothing is left out: a model of texts tells no price of pictures.
    private static PublicModel.Tier tier(PriceList.Tier tier) {
        Map<String, String> nanos = new LinkedHashMap<>();
        for (UsageClass usage : UsageClass.values()) {
            long price = tier.nanosPerMillion().getOrDefault(usage, 0L);
            if (price > 0) {
                nanos.put(usage.wireName(), Long.toString(price));
            }
        }
        return new PublicModel.Tier(tier.aboveInput(), nanos);
    }
}
