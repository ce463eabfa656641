package dev.tollgate.edge.peers;

import dev.tollgate.contract.change.ChangePage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers the pages of a feed, in the order of their delivery.
final class Followed {
    private final List<ChangePage> pages = new CopyOnWriteArrayList<>();
    private volatile boolean throwing;

    void take(ChangePage page) {
        if (throwing) {
            throw new IllegalStateException("scripted");
        }
        pages.add(page);
    }

    void throwAtPages(boolean now) {
        throwing = now;
    }

    List<Long> revisions() {
        return pages.stream()
                .flatMap(page -> page.changes().stream())
                .map(ChangePage.Change::revision)
                .toList();
    }

    List<ChangePage> pages() {
        return pages;
    }
}
