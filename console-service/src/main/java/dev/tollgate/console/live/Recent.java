package dev.tollgate.console.live;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// The ids that were met last, so many of them.
final class Recent {
    private final SequencedSet<String> ids = new LinkedHashSet<>();
    private final int most;

    Recent(int most) {
        this.most = most;
    }

    /// @return whether it was not met before
    boolean add(String id) {
        boolean fresh = ids.add(id);
        if (ids.size() > most) {
            ids.remove(ids.getFirst());
        }
        return fresh;
    }
}
