package dev.tollgate.console.audit;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.page.Page;
import java.util.Comparator;
import java.util.List;

/// Makes one page of the pages that several logs gave for the same cursor and limit: each had its own newest (or,
/// going back, its nearest) entries, so that what belongs on the merged page is among them.
final class MergedPage {
    private static final Comparator<AuditEntryView> NEWEST_FIRST =
            Comparator.comparing(AuditEntryView::id).reversed();

    private MergedPage() {}

    /// @param backwards the entries next to the cursor are the oldest ones
    static Page<AuditEntryView> of(List<Page<AuditEntryView>> pages, int limit, boolean backwards) {
        List<AuditEntryView> all = pages.stream()
                .flatMap(page -> page.data().stream())
                .sorted(NEWEST_FIRST)
                .toList();
        int from = backwards ? Math.max(0, all.size() - limit) : 0;
        List<AuditEntryView> shown = all.subList(from, Math.min(all.size(), from + limit));
        boolean more = all.size() > limit || pages.stream().anyMatch(Page::hasMore);
        Page<AuditEntryView> page = Page.of(shown, limit, AuditEntryView::id);
        return new Page<>(page.object(), page.data(), page.firstId(), page.lastId(), more);
    }
}
