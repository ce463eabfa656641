package dev.tollgate.console.page;

import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Rows of a list that its service cannot choose among: reads on from the cursor and keeps what fits, a bounded number
/// of rows at a time. A page may so hold less than its limit, or nothing, and yet say that there are more.
public final class Sieve<T> {
    private static final String SOME = "100";
    private static final int READS = 10;

    private final Function<T, String> id;
    private final Predicate<T> fits;
    private final Function<PageAsk, Uni<Page<T>>> read;

    public Sieve(Function<T, String> id, Predicate<T> fits, Function<PageAsk, Uni<Page<T>>> read) {
        this.id = id;
        this.fits = fits;
        this.read = read;
    }

    /// The next rows that fit, newest first.
    public Uni<Page<T>> page(PageAsk ask) {
        boolean isBack = ask.before() != null;
        return on(new ArrayList<>(), isBack ? ask.before() : ask.after(), isBack, ask.limit(), 1);
    }

    private Uni<Page<T>> on(List<T> kept, @Nullable String cursor, boolean isBack, int limit, int reads) {
        PageAsk next = isBack ? new PageAsk(null, cursor, SOME) : new PageAsk(cursor, null, SOME);
        return read.apply(next).chain(page -> {
            List<T> rows = isBack ? page.data().reversed() : page.data();
            String last = cursor;
            for (T row : rows) {
                if (kept.size() == limit) {
                    return Uni.createFrom().item(found(kept, last, isBack, true));
                }
                if (fits.test(row)) {
                    kept.add(row);
                }
                last = id.apply(row);
            }
            return !page.hasMore() || rows.isEmpty() || reads == READS || kept.size() == limit
                    ? Uni.createFrom().item(found(kept, last, isBack, page.hasMore()))
                    : on(kept, last, isBack, limit, reads + 1);
        });
    }

    private Page<T> found(List<T> kept, @Nullable String reached, boolean isBack, boolean hasMore) {
        List<T> rows = new ArrayList<>(kept);
        String nearest = rows.isEmpty() ? reached : id.apply(rows.getFirst());
        if (isBack) {
            Collections.reverse(rows);
        }
        return new Page<>("list", rows, isBack ? reached : nearest, isBack ? nearest : reached, hasMore);
    }
}
