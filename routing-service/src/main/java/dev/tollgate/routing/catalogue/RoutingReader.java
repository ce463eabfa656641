package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue.Fallbacks;
import dev.tollgate.contract.routing.v1.Catalogue.Model;
import dev.tollgate.contract.routing.v1.Catalogue.Routing;
import dev.tollgate.contract.routing.v1.Catalogue.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads how routes choose, and which models stand in for others.
final class RoutingReader {
    static final String STRATEGY = "strategy";
    static final String CACHE_LIFETIME = "cache_lifetime";
    static final String FALLBACKS = "fallbacks";
    static final String CONTEXT_WINDOW = "context_window";
    static final String CONTENT_POLICY = "content_policy";
    static final String ANY = "any";

    private static final Set<String> FALLBACK_KEYS = Set.of(CONTEXT_WINDOW, CONTENT_POLICY, ANY);
    private static final int MOST = 8;
    private static final String NEVER = "0s";

    private RoutingReader() {}

    static Routing read(Section section) {
        Strategy strategy = strategy(section);
        return new Routing(
                strategy == null ? Routing.DEFAULT.strategy() : strategy, cacheMillis(section), fallbacks(section));
    }

    /// Null where none is given.
    static @Nullable Strategy strategy(Section section) {
        String word = section.raw(STRATEGY);
        if (word == null) {
            return null;
        }
        for (Strategy strategy : Strategy.values()) {
            if (word(strategy).equals(word)) {
                return strategy;
            }
        }
        section.problem(STRATEGY, "must be weighted, latency or cost, not \"" + Section.shorten(word) + "\"");
        return null;
    }

    /// As the file spells it.
    static String word(Strategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT);
    }

    private static long cacheMillis(Section section) {
        return NEVER.equals(section.raw(CACHE_LIFETIME))
                ? 0
                : Forms.millis(section, CACHE_LIFETIME, Routing.DEFAULT.cacheMillis());
    }

    private static Fallbacks fallbacks(Section section) {
        Section lists = section.section(FALLBACKS, FALLBACK_KEYS);
        return lists == null
                ? Fallbacks.NONE
                : new Fallbacks(names(lists, CONTEXT_WINDOW), names(lists, CONTENT_POLICY), names(lists, ANY));
    }

    private static List<String> names(Section lists, String key) {
        List<Section.Item> items = lists.texts(key);
        Set<String> names = new LinkedHashSet<>();
        for (Section.Item item : items) {
            if (!Forms.MODEL.matcher(item.value()).matches()) {
                lists.problem(item, "must be " + Forms.MODEL_NAME);
            } else if (!names.add(item.value())) {
                lists.problem(item, "is given twice");
            }
        }
        if (names.size() > MOST) {
            lists.problem(key, "has more than " + MOST + " models");
        }
        return List.copyOf(names);
    }

    /// What a model falls back to exists, and leads nowhere back to it: whoever follows the lists ends.
    ///
    /// @param models all that it may refer to, itself among them
    static void check(Section section, Model model, Map<String, Model> models) {
        Fallbacks own = model.routing().fallbacks();
        check(section, CONTEXT_WINDOW, own.contextWindow(), model, models);
        check(section, CONTENT_POLICY, own.contentPolicy(), model, models);
        check(section, ANY, own.any(), model, models);
    }

    private static void check(
            Section section, String kind, List<String> names, Model model, Map<String, Model> models) {
        for (String name : names) {
            List<String> way = way(name, model.id(), models, new LinkedHashSet<>());
            if (!models.containsKey(name)) {
                section.problem(FALLBACKS, "in " + kind + ": no model has the id \"" + name + "\"");
            } else if (way != null) {
                section.problem(FALLBACKS, "in " + kind + " lead back to the model itself: " + String.join(" → ", way));
            }
        }
    }

    /// How one model leads to another by the fallbacks of any kind; null when it does not.
    private static @Nullable List<String> way(String at, String to, Map<String, Model> models, Set<String> seen) {
        if (at.equals(to)) {
            List<String> found = new ArrayList<>(seen);
            found.add(at);
            return found;
        }
        Model model = models.get(at);
        if (model == null || !seen.add(at)) {
            return null;
        }
        for (String next : all(model.routing().fallbacks())) {
            List<String> found = way(next, to, models, seen);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static List<String> all(Fallbacks fallbacks) {
        List<String> all = new ArrayList<>(fallbacks.contextWindow());
        all.addAll(fallbacks.contentPolicy());
        all.addAll(fallbacks.any());
        return all;
    }
}
