package dev.tollgate.auth.change;

import dev.tollgate.contract.change.ChangePage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the feed knows when it is asked, read in one statement; decides the answer.
///
/// @param newest the last revision
/// @param oldest of the changes still kept, or null when there is none
/// @param changes after the asker's revision, oldest first, at most a page of them
record FeedState(long newest, @Nullable Long oldest, List<ChangePage.Change> changes) {
    /// Empty when nothing is newer. An asker that is ahead (of a database restored from a backup) or too far behind
    /// is told to drop all and to go on from the newest revision.
    Optional<ChangePage> since(long since, int pageMax) {
        if (since == newest) {
            return Optional.empty();
        }
        if (since > newest || oldest == null || since < oldest - 1) {
            return Optional.of(new ChangePage(newest, false, List.of()));
        }
        long reached = changes.size() < pageMax ? newest : changes.getLast().revision();
        return Optional.of(new ChangePage(reached, true, changes));
    }
}
