package dev.tollgate.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SieveTest {
    /// Newest first: 5000, 4999 … 1.
    private final List<Integer> reads = new ArrayList<>();

    @Test
    void aPageIsFilledFromAsManyReadsAsItTakes() {
        Page<Integer> page = every(50).page(new PageAsk(null, null, "3"));
        assertThat(page.data()).containsExactly(5000, 4950, 4900);
        assertThat(page.hasMore()).isTrue();
        assertThat(every(50).page(new PageAsk(page.lastId(), null, "3")).data()).containsExactly(4850, 4800, 4750);
    }

    @Test
    void goingBackGivesTheNearestNewerOnes() {
        Page<Integer> page = every(50).page(new PageAsk(null, "4750", "3"));
        assertThat(page.data()).containsExactly(4900, 4850, 4800);
        assertThat(every(50).page(new PageAsk(null, page.firstId(), "3")).data())
                .containsExactly(5000, 4950);
    }

    @Test
    void itGivesUpAfterAThousandRowsAndSaysThatThereAreMore() {
        Page<Integer> page = every(5001).page(new PageAsk(null, null, "3"));
        assertThat(page.data()).isEmpty();
        assertThat(page.hasMore()).isTrue();
        assertThat(page.lastId()).isEqualTo("4001");
        assertThat(reads).hasSize(10);
    }

    @Test
    void atTheEndThereAreNoMore() {
        Page<Integer> page = every(5001).page(new PageAsk("500", null, "3"));
        assertThat(page.data()).isEmpty();
        assertThat(page.hasMore()).isFalse();
    }

    private Asking every(int step) {
        Sieve<Integer> sieve = new Sieve<>(row -> Integer.toString(row), row -> row % step == 0, this::read);
        return ask -> sieve.page(ask).await().indefinitely();
    }

    private Uni<Page<Integer>> read(PageAsk ask) {
        reads.add(ask.limit());
        String after = ask.after();
        String before = ask.before();
        int top = before != null
                ? Math.min(5000, Integer.parseInt(before) + ask.limit())
                : after == null ? 5000 : Integer.parseInt(after) - 1;
        int bottom = before != null ? Integer.parseInt(before) + 1 : Math.max(1, top - ask.limit() + 1);
        List<Integer> rows = IntStream.rangeClosed(bottom, top)
                .mapToObj(row -> top + bottom - row)
                .toList();
        boolean more = before != null ? top < 5000 : bottom > 1;
        return Uni.createFrom().item(new Page<>("list", rows, null, null, more));
    }

    @FunctionalInterface
    private interface Asking {
        Page<Integer> page(PageAsk ask);
    }
}
