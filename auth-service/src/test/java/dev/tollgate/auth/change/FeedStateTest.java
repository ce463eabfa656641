package dev.tollgate.auth.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedStateTest {
    @Test
    void saysNothingWhenNothingIsNewer() {
        assertThat(new FeedState(7, 1L, List.of()).since(7, 10)).isEmpty();
        assertThat(new FeedState(0, null, List.of()).since(0, 10)).isEmpty();
    }

    @Test
    void tellsWhatIsNewer() {
        assertThat(new FeedState(7, 1L, changes(6, 7)).since(5, 10)).contains(new ChangePage(7, true, changes(6, 7)));
    }

    @Test
    void endsAFullPageAtItsLastChange() {
        assertThat(new FeedState(7, 1L, changes(4, 5)).since(3, 2)).contains(new ChangePage(5, true, changes(4, 5)));
    }

    @Test
    void tellsWhoIsTooFarBehindToDropAll() {
        assertThat(new FeedState(7, 5L, changes(5, 7)).since(3, 10)).contains(new ChangePage(7, false, List.of()));
        assertThat(new FeedState(7, 5L, changes(5, 7)).since(4, 10)).contains(new ChangePage(7, true, changes(5, 7)));
    }

    @Test
    void tellsWhoIsAheadOfARestoredDatabaseToDropAll() {
        assertThat(new FeedState(7, 1L, List.of()).since(9, 10)).contains(new ChangePage(7, false, List.of()));
    }

    private static List<ChangePage.Change> changes(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(n -> new ChangePage.Change(n, ChangeKind.KEY, "key_" + n, false))
                .toList();
    }
}
