package dev.tollgate.contract.change;

import java.util.List;

/// Answer to "since revision n?": what has changed, in commit order.
///
/// @param revision the newest revision of the service
/// @param complete false when changes older than the feed's memory are missing: the asker must drop all it has
///     cached
public record ChangePage(long revision, boolean complete, List<Change> changes) {
    public ChangePage {
        changes = List.copyOf(changes);
    }

    /// @param id of the key, account or group, the catalogue's or price list's hash, or the account of a recall
    /// @param endStreams only for revocations that ask for it: running streams of the key end as well
    public record Change(long revision, ChangeKind kind, String id, boolean endStreams) {}
}
