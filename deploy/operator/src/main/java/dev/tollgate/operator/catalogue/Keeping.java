package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.condition.Conditions;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.resource.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the catalogue have what one resource wants of it, object by object, and nothing that it wanted before.
final class Keeping {
    private final Catalogue catalogue;

    Keeping(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// How far it came.
    ///
    /// @param objects to be noted
    /// @param seen those that the catalogue has as wanted
    /// @param claimed whether the claims must be noted before anything is made
    /// @param faults what stands in the way; empty when nothing does
    record Outcome(List<Declared> objects, Map<String, Seen> seen, boolean claimed, List<Fault> faults) {}

    /// @param reason one word for programs
    record Fault(String reason, String message) {}

    /// @throws Rejected where the management API refuses
    Outcome keep(List<Wanted> wanted, List<Declared> noted) {
        Map<String, Declared> mine = new LinkedHashMap<>();
        noted.forEach(one -> mine.put(one.id(), one));
        Map<String, Step> steps = new LinkedHashMap<>();
        Map<String, Seen> seen = new HashMap<>();
        for (Wanted one : wanted) {
            Seen found = catalogue.find(one.kind(), one.id());
            if (found != null) {
                seen.put(one.id(), found);
            }
            steps.put(one.id(), Step.of(one, mine.get(one.id()), found));
        }
        boolean claims = steps.values().stream().anyMatch(Step.Claim.class::isInstance);
        if (claims) {
            for (Wanted one : wanted) {
                if (steps.get(one.id()) instanceof Step.Claim) {
                    mine.put(one.id(), Declared.claimed(one.kind(), one.id()));
                }
            }
            return new Outcome(List.copyOf(mine.values()), seen, true, List.of());
        }
        return carryOut(wanted, steps, mine, seen);
    }

    private Outcome carryOut(
            List<Wanted> wanted, Map<String, Step> steps, Map<String, Declared> mine, Map<String, Seen> seen) {
        List<Fault> faults = new ArrayList<>();
        for (Wanted one : wanted) {
            try {
                switch (Objects.requireNonNull(steps.get(one.id()))) {
                    case Step.Create(var definition) -> done(one, catalogue.create(one.kind(), definition), mine, seen);
                    case Step.Change(var changes) ->
                        done(one, catalogue.change(one.kind(), one.id(), changes), mine, seen);
                    case Step.Keep _ -> {}
                    case Step.Overruled(String at) -> {
                        mine.remove(one.id());
                        faults.add(
                                new Fault("Overruled", one.id() + " is declared by the catalogue file (" + at + ")"));
                    }
                    case Step.Taken _ ->
                        faults.add(
                                new Fault("Taken", one.id() + " is in the catalogue already, made by somebody else"));
                    case Step.Claim _ -> throw new IllegalStateException("a claim is noted, not carried out");
                }
                drain(one, seen.get(one.id()));
            } catch (Rejected e) {
                faults.add(rejected(wanted, one, e));
            }
        }
        dropOthers(wanted, mine, faults);
        return new Outcome(List.copyOf(mine.values()), seen, false, faults);
    }

    private static void done(Wanted wanted, Seen now, Map<String, Declared> mine, Map<String, Seen> seen) {
        seen.put(wanted.id(), now);
        mine.put(wanted.id(), Declared.claimed(wanted.kind(), wanted.id()).at(now.version(), wanted.digest()));
    }

    private void drain(Wanted wanted, @Nullable Seen now) {
        Boolean drained = wanted.drained();
        if (drained != null && now != null && now.declaredAt() == null && now.drained() != drained) {
            catalogue.drain(wanted.id(), drained);
        }
    }

    /// What the spec no longer names. One that another object still refers to is tried again.
    private void dropOthers(List<Wanted> wanted, Map<String, Declared> mine, List<Fault> faults) {
        Set<String> ids = wanted.stream().map(Wanted::id).collect(Collectors.toSet());
        for (Declared old : List.copyOf(mine.values())) {
            if (!ids.contains(old.id())) {
                try {
                    catalogue.delete(old);
                    mine.remove(old.id());
                } catch (Rejected e) {
                    faults.add(new Fault("InUse", old.id() + ": " + e.getMessage()));
                }
            }
        }
    }

    private static Fault rejected(List<Wanted> wanted, Wanted one, Rejected refused) {
        String said = Conditions.of(refused).message();
        return new Fault("Rejected", wanted.size() == 1 ? said : one.id() + ": " + said);
    }
}
