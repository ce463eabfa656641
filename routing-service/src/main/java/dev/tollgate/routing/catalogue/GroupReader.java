package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.routing.catalogue.CatalogueFile.GroupEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.GuardrailEntry;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads groups. Multipliers are billing's; their form is checked here.
final class GroupReader {
    static final Set<String> MANAGED_KEYS = Set.of(
            "id",
            "models",
            "except",
            "limits",
            RoutingReader.STRATEGY,
            AnswerCacheReader.CACHE,
            GuardrailReader.GUARDRAILS);

    private static final Set<String> KEYS = Stream.concat(
                    MANAGED_KEYS.stream(), Stream.of("multiplier", PriceForm.BATCH))
            .collect(Collectors.toUnmodifiableSet());
    private static final String ALL = "*";
    private static final int PPM_PLACES = 6;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000);

    private final Map<String, Model> models;
    private final Map<String, GuardrailEntry> guardrails;

    GroupReader(Map<String, Model> models, Map<String, GuardrailEntry> guardrails) {
        this.models = models;
        this.guardrails = guardrails;
    }

    List<GroupEntry> read(Section root) {
        Map<String, GroupEntry> found = new LinkedHashMap<>();
        for (Section section : root.sections("groups", KEYS)) {
            GroupEntry group = group(section);
            if (!group.id().isEmpty() && found.putIfAbsent(group.id(), group) != null) {
                section.problem("id", "is taken: another group is called \"" + group.id() + "\"");
            }
        }
        return List.copyOf(found.values());
    }

    GroupEntry group(Section section) {
        multiplier(section, "multiplier", LARGEST);
        multiplier(section, PriceForm.BATCH, BigDecimal.ONE);
        String id = section.text("id", Forms.ID, Forms.ID_NAME);
        List<String> allowed = allowed(section);
        List<String> except = List.copyOf(references(section, section.texts("except")));
        if (section.has("except") && !allowed.equals(List.of(ALL))) {
            section.problem("except", "goes only beside models: [\"*\"]");
        }
        return new GroupEntry(
                id,
                allowed,
                except,
                Forms.limits(section),
                RoutingReader.strategy(section),
                AnswerCacheReader.read(section),
                GuardrailReader.ofGroup(section, guardrails));
    }

    /// Of a group, of a price, or of all.
    static void multiplier(Section section, String key, BigDecimal largest) {
        BigDecimal multiplier = Forms.decimal(section, key, PPM_PLACES);
        if (multiplier != null && (multiplier.signum() == 0 || multiplier.compareTo(largest) > 0)) {
            section.problem(key, "must be above 0 and at most " + largest);
        }
    }

    private List<String> allowed(Section section) {
        if (!section.has("models")) {
            section.problem("models", "is missing: ids of models, or \"*\"");
        }
        List<Section.Item> listed = section.texts("models");
        boolean all = listed.stream().anyMatch(item -> item.value().equals(ALL));
        if (all && listed.size() > 1) {
            section.problem("models", "\"*\" stands alone");
        }
        return all ? List.of(ALL) : List.copyOf(references(section, listed));
    }

    private Set<String> references(Section section, List<Section.Item> items) {
        Set<String> ids = new LinkedHashSet<>();
        for (Section.Item item : items) {
            if (!models.containsKey(item.value())) {
                section.problem(item, "is unknown: no model has the id \"" + Section.shorten(item.value()) + "\"");
            } else if (!ids.add(item.value())) {
                section.problem(item, "is given twice");
            }
        }
        return ids;
    }
}
