package dev.tollgate.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// However entries are spread over the logs, paging over the merged pages meets each once, in order.
class MergedPageTest {
    @Property(tries = 300)
    void pagingForthMeetsEachEntryOnceNewestFirst(
            @ForAll @Size(max = 25) List<@IntRange(max = 2) Integer> logOfEntry,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        List<String> seen = new ArrayList<>();
        String after = "~";
        boolean more = true;
        while (more) {
            Page<AuditEntryView> page = merged(logOfEntry, after, limit, false);
            page.data().forEach(entry -> seen.add(entry.id()));
            assertThat(page.data()).hasSizeLessThanOrEqualTo(limit);
            after = page.lastId() == null ? "" : page.lastId();
            more = page.hasMore();
        }
        assertThat(seen).isEqualTo(ids(logOfEntry.size()).reversed());
    }

    @Property(tries = 300)
    void pagingBackMeetsEachEntryOnceNearestPageFirst(
            @ForAll @Size(max = 25) List<@IntRange(max = 2) Integer> logOfEntry,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        List<String> seen = new ArrayList<>();
        String before = "";
        boolean more = true;
        while (more) {
            Page<AuditEntryView> page = merged(logOfEntry, before, limit, true);
            page.data().reversed().forEach(entry -> seen.add(entry.id()));
            before = page.firstId() == null ? "~" : page.firstId();
            more = page.hasMore();
        }
        assertThat(seen).isEqualTo(ids(logOfEntry.size()));
    }

    private static Page<AuditEntryView> merged(List<Integer> logOfEntry, String cursor, int limit, boolean backwards) {
        List<Page<AuditEntryView>> pages = Stream.of(0, 1, 2)
                .map(log -> page(logOfEntry, log, cursor, limit, backwards))
                .toList();
        return MergedPage.of(pages, limit, backwards);
    }

    /// What one service answers: its entries next to the cursor.
    private static Page<AuditEntryView> page(
            List<Integer> logOfEntry, int log, String cursor, int limit, boolean backwards) {
        List<String> all = ids(logOfEntry.size());
        List<String> mine = Stream.iterate(0, i -> i + 1)
                .limit(all.size())
                .filter(i -> logOfEntry.get(i) == log)
                .map(all::get)
                .filter(id -> backwards ? id.compareTo(cursor) > 0 : id.compareTo(cursor) < 0)
                .toList();
        List<String> nearest = backwards ? mine : mine.reversed();
        List<String> shown = nearest.subList(0, Math.min(limit, nearest.size()));
        List<AuditEntryView> entries = (backwards ? shown.reversed() : shown)
                .stream().map(MergedPageTest::entry).toList();
        return new Page<>("list", entries, null, null, nearest.size() > limit);
    }

    private static List<String> ids(int count) {
        return Stream.iterate(0, i -> i + 1).limit(count).map("%03d"::formatted).toList();
    }

    private static AuditEntryView entry(String id) {
        return new AuditEntryView(id, "audit_entry", 1, null, "key.create", "key_1", null, "{}");
    }
}
