package dev.tollgate.routing.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.routing.canary.CanaryState;
import dev.tollgate.routing.catalogue.Kind.Named;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What management has declared beside the file, as the database keeps it.
///
/// @param objects deleted ones too: they keep their version's count, and what their prices were judged by
/// @param drained deployments, the file's or managed, that take no new requests
/// @param canaries how far each has come, by deployment
record Managed(List<ManagedObject> objects, Set<String> drained, Map<String, CanaryState> canaries) {
    static final Managed NOTHING = new Managed(List.of(), Set.of());

    private static final Comparator<ManagedObject> OLDEST_FIRST =
            Comparator.comparing(ManagedObject::createdAt).thenComparing(ManagedObject::id);

    Managed {
        objects = List.copyOf(objects);
        drained = Set.copyOf(drained);
        canaries = Map.copyOf(canaries);
    }

    /// Without canaries.
    Managed(List<ManagedObject> objects, Set<String> drained) {
        this(objects, drained, Map.of());
    }

    /// @param definition in the file's words, as it was given
    record ManagedObject(
            Kind kind,
            String id,
            ObjectNode definition,
            long version,
            Instant createdAt,
            Instant updatedAt,
            boolean deleted) {
        Named named() {
            return kind.named(id);
        }

        ManagedObject changed(ObjectNode to, Instant now) {
            return new ManagedObject(kind, id, to, version + 1, createdAt, now, false);
        }

        ManagedObject gone(Instant now) {
            return new ManagedObject(kind, id, definition, version + 1, createdAt, now, true);
        }

        /// Made again under the id of one that is gone.
        ManagedObject again(ObjectNode as, Instant now) {
            return new ManagedObject(kind, id, as, version + 1, now, now, false);
        }
    }

    /// In the order of their making, so that of two that exclude each other the older one stays.
    List<ManagedObject> of(Kind kind) {
        return objects.stream()
                .filter(object -> object.kind() == kind && !object.deleted())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /// Also one that is gone.
    @Nullable
    ManagedObject find(Named named) {
        return objects.stream()
                .filter(object -> object.named().equals(named))
                .findFirst()
                .orElse(null);
    }

    @Nullable
    ManagedObject live(Named named) {
        ManagedObject found = find(named);
        return found == null || found.deleted() ? null : found;
    }

    Managed with(ManagedObject one) {
        List<ManagedObject> all = new ArrayList<>(objects);
        all.removeIf(object -> object.named().equals(one.named()));
        all.add(one);
        return new Managed(all, drained, canaries);
    }

    Managed drained(String deployment, boolean now) {
        Set<String> all = new HashSet<>(drained);
        if (now) {
            all.add(deployment);
        } else {
            all.remove(deployment);
        }
        return new Managed(objects, all, canaries);
    }

    Managed ramped(Map<String, CanaryState> states) {
        return new Managed(objects, drained, states);
    }

    /// @param state null for a deployment that is a canary no more
    Managed ramped(String deployment, @Nullable CanaryState state) {
        Map<String, CanaryState> all = new HashMap<>(canaries);
        if (state == null) {
            all.remove(deployment);
        } else {
            all.put(deployment, state);
        }
        return ramped(all);
    }
}
