package dev.tollgate.operator.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.resource.Declared;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is to be done so that the catalogue has an object.
sealed interface Step {
    /// Note first whose it will be: should the operator die between making it and noting that, it still knows.
    record Claim() implements Step {}

    record Create(ObjectNode definition) implements Step {}

    /// @param changes with the version that was seen, and null for each word that is left out
    record Change(ObjectNode changes) implements Step {}

    record Keep(long version) implements Step {}

    /// The catalogue file declares it, and the file always wins.
    record Overruled(String declaredAt) implements Step {}

    /// Somebody else has made it.
    record Taken() implements Step {}

    /// @param mine what is noted of it; null when nothing is
    /// @param seen null when the catalogue has none
    static Step of(Wanted wanted, @Nullable Declared mine, @Nullable Seen seen) {
        if (seen == null) {
            return mine == null ? new Claim() : new Create(wanted.definition());
        }
        if (seen.declaredAt() != null) {
            return new Overruled(seen.declaredAt());
        }
        if (mine == null) {
            return new Taken();
        }
        boolean isAsNoted = wanted.digest().equals(mine.applied()) && Objects.equals(seen.version(), mine.version());
        return isAsNoted ? new Keep(seen.version()) : new Change(changes(wanted, seen));
    }

    private static ObjectNode changes(Wanted wanted, Seen seen) {
        ObjectNode changes = wanted.definition().deepCopy();
        wanted.words().stream()
                .filter(word -> !changes.has(word) && seen.definition().has(word))
                .forEach(changes::putNull);
        return changes.put("version", seen.version());
    }
}
