package dev.tollgate.local.bench;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads each page of two suites in turn, so that whatever else the machine does meets both.
final class PagesInTurn {
    private static final int WARM = 60;
    private static final int REPEATED = 60;

    private PagesInTurn() {}

    /// The times of each page that both have. Every page is read often before any is timed: the first times each meets
    /// code that was never run, and files that were never read.
    static Map<String, Timing.Pair> measure(UsagePages few, UsagePages many)
            throws IOException, InterruptedException, SQLException {
        Map<String, HttpRequest> ofFew = few.requests();
        Map<String, HttpRequest> ofMany = many.requests();
        ofMany.keySet().retainAll(ofFew.keySet());
        Map<String, Timing.Pair> timings = new LinkedHashMap<>();
        for (int round : new int[] {WARM, REPEATED}) {
            for (String page : ofMany.keySet()) {
                List<Long> fewNanos = new ArrayList<>();
                List<Long> manyNanos = new ArrayList<>();
                for (int i = 0; i < round; i++) {
                    fewNanos.add(few.time(Objects.requireNonNull(ofFew.get(page))));
                    manyNanos.add(many.time(Objects.requireNonNull(ofMany.get(page))));
                }
                timings.put(page, new Timing.Pair(Timing.of(fewNanos), Timing.of(manyNanos)));
            }
        }
        return timings;
    }
}
