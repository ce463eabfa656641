package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Group;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the file's groups. Multipliers are billing's; their form is checked here.
final class GroupReader {
    private static final Set<String> KEYS = Set.of("id", "models", "except", "multiplier", "limits");
    private static final String ALL = "*";
    private static final int PPM_PLACES = 6;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000);

    private final Map<String, Model> models;

    GroupReader(Map<String, Model> models) {
        this.models = models;
    }

    List<Group> read(Section root) {
        Map<String, Group> found = new LinkedHashMap<>();
        for (Section section : root.sections("groups", KEYS)) {
            Group group = group(section);
            if (!group.id().isEmpty() && found.putIfAbsent(group.id(), group) != null) {
                section.problem("id", "is taken: another group is called \"" + group.id() + "\"");
            }
        }
        return List.copyOf(found.values());
    }

    private Group group(Section section) {
        BigDecimal multiplier = Forms.decimal(section, "multiplier", PPM_PLACES);
        if (multiplier != null && (multiplier.signum() == 0 || multiplier.compareTo(LARGEST) > 0)) {
            section.problem("multiplier", "must be above 0 and at most " + LARGEST);
        }
        return new Group(section.text("id", Forms.ID, Forms.ID_NAME), allowed(section), Forms.limits(section));
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
        List<Section.Item> except = section.texts("except");
        Set<String> excepted = references(section, except);
        if (!all) {
            if (section.has("except")) {
                section.problem("except", "goes only beside models: [\"*\"]");
            }
            return List.copyOf(references(section, listed));
        }
        if (excepted.isEmpty()) {
            return List.of(ALL);
        }
        List<String> rest = new ArrayList<>(models.keySet());
        rest.removeAll(excepted);
        return rest;
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
