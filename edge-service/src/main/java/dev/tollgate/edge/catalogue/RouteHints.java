package dev.tollgate.edge.catalogue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a caller asks of the choice among deployments: `order=a,b; only=a,c; ignore=d`. A name is a provider's id or
/// a deployment's. Hints order and narrow what the route has; they add nothing to it.
///
/// @param order tried first, in this order and whatever their priority
/// @param only nothing else is tried; empty for no such wish
/// @param ignore never tried
public record RouteHints(List<String> order, Set<String> only, Set<String> ignore) {
    public static final RouteHints NONE = new RouteHints(List.of(), Set.of(), Set.of());

    private static final int LONGEST = 1_024;
    private static final int MOST = 16;

    /// The words that hints are made of, for messages.
    public static final String SYNTAX = "order=a,b; only=a; ignore=c";

    public RouteHints {
        order = List.copyOf(order);
        only = Set.copyOf(only);
        ignore = Set.copyOf(ignore);
    }

    /// Null when this is no list of hints.
    public static @Nullable RouteHints parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        List<String> order = null;
        Set<String> only = null;
        Set<String> ignore = null;
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            Set<String> names = equals < 0 ? null : names(part.substring(equals + 1));
            String word = equals < 0 ? "" : part.substring(0, equals).strip();
            if (names == null) {
                return null;
            }
            if (word.equals("order") && order == null) {
                order = List.copyOf(names);
            } else if (word.equals("only") && only == null) {
                only = names;
            } else if (word.equals("ignore") && ignore == null) {
                ignore = names;
            } else {
                return null;
            }
        }
        return new RouteHints(
                order == null ? List.of() : order, only == null ? Set.of() : only, ignore == null ? Set.of() : ignore);
    }

    private static @Nullable Set<String> names(String list) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : list.split(",", -1)) {
            String word = name.strip();
            if (word.isEmpty() || names.size() == MOST) {
                return null;
            }
            names.add(word);
        }
        return names;
    }

    /// Whether nothing is asked for.
    public boolean isEmpty() {
        return order.isEmpty() && only.isEmpty() && ignore.isEmpty();
    }

    /// Whether they let it be tried.
    public boolean allow(Target target) {
        return (only.isEmpty() || names(only, target)) && !names(ignore, target);
    }

    /// What is left of a route's targets; the same list where nothing is left out.
    public List<Target> narrow(List<Target> targets) {
        return only.isEmpty() && ignore.isEmpty()
                ? targets
                : targets.stream().filter(this::allow).toList();
    }

    /// Its place among what is to be tried first; what is not named comes after all that is.
    int rank(Target target) {
        for (int i = 0; i < order.size(); i++) {
            if (names(Set.of(order.get(i)), target)) {
                return i;
            }
        }
        return order.size();
    }

    private static boolean names(Set<String> names, Target target) {
        return names.contains(target.id()) || names.contains(target.provider().id());
    }
}
