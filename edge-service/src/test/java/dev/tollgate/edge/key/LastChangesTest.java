package dev.tollgate.edge.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LastChangesTest {
    private final LastChanges changes = new LastChanges(3);
    private final KeyContext key = Keys.context("key_1");

    @Test
    void outdatesWhatWasReadBeforeTheLastChangeOfKeyAccountOrGroup() {
        take(new ChangePage.Change(5, ChangeKind.KEY, "key_1", false));
        take(new ChangePage.Change(6, ChangeKind.ACCOUNT, "acct_key_1", false));
        take(new ChangePage.Change(7, ChangeKind.GROUP, "default", false));
        assertThat(changes.isOutdated(key, 6, 0)).isTrue();
        assertThat(changes.isOutdated(key, 7, 0)).isFalse();
    }

    @Test
    void leavesAloneWhatSpeaksOfOthers() {
        take(new ChangePage.Change(5, ChangeKind.KEY, "key_2", false));
        take(new ChangePage.Change(6, ChangeKind.ACCOUNT, "key_1", false));
        assertThat(changes.isOutdated(key, 1, 0)).isFalse();
    }

    @Test
    void outdatesUnknownHashesByTheChangeOfAnyKey() {
        take(new ChangePage.Change(5, ChangeKind.KEY, "key_2", false));
        assertThat(changes.isOutdatedUnknown(4, 0)).isTrue();
        assertThat(changes.isOutdatedUnknown(5, 0)).isFalse();
    }

    @Test
    void outdatesAllThatWasAskedBeforeChangesWereMissing() {
        long before = changes.epoch();
        changes.take(new ChangePage(3, false, List.of()));
        assertThat(changes.isOutdated(key, 100, before)).isTrue();
        assertThat(changes.isOutdatedUnknown(100, before)).isTrue();
        assertThat(changes.isOutdated(key, 0, changes.epoch())).isFalse();
    }

    /// Bounded memory may find an answer outdated that is not, never the other way.
    @Property
    void neverTakesAnOutdatedAnswerForAGoodOne(
            @ForAll @Size(max = 30) List<@IntRange(max = 9) Integer> changed, @ForAll @IntRange(max = 30) int read) {
        LastChanges small = new LastChanges(3);
        long last = 0;
        for (int i = 0; i < changed.size(); i++) {
            long revision = i + 1L;
            small.take(new ChangePage(
                    revision,
                    true,
                    List.of(new ChangePage.Change(revision, ChangeKind.KEY, "key_" + changed.get(i), false))));
            last = changed.get(i) == 1 ? revision : last;
        }
        if (read < last) {
            assertThat(small.isOutdated(Keys.context("key_1"), read, 0)).isTrue();
        }
        assertThat(small.isOutdated(Keys.context("key_1"), changed.size(), 0)).isFalse();
    }

    private void take(ChangePage.Change change) {
        changes.take(new ChangePage(change.revision(), true, List.of(change)));
    }
}
