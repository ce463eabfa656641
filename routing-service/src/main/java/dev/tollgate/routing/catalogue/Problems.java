package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is wrong with a catalogue file, each with line and field. Reading goes on after a problem, so that an
/// operator sees all of them at once, up to a bound.
final class Problems {
    private static final int MOST = 100;

    private final List<Problem> found = new ArrayList<>();

    void add(int line, String field, String message) {
        if (found.size() < MOST) {
            found.add(new Problem(line, field, message));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> sorted() {
        return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
