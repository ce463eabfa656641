package dev.tollgate.edge.key;

import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import java.util.LinkedHashMap;

/// The last change of each key, account and group, by which an answer of auth is found outdated, whenever it
/// arrives (rules 12). Bounded: what was forgotten is taken to have changed at the newest forgotten revision.
final class LastChanges {
    private final int max;
    private final LinkedHashMap<String, Long> revisions = new LinkedHashMap<>();
    private long forgotten;
    private long lastOfKeys;
    /// Counts the times that changes were missing: an answer asked for before is worth nothing.
    private volatile long epoch;

    LastChanges(int max) {
        this.max = max;
    }

    /// To be read before an answer is asked for.
    long epoch() {
        return epoch;
    }

    /// Takes a page in, before the cache is looked through for what it outdates.
    synchronized void take(ChangePage page) {
        if (!page.complete()) {
            revisions.clear();
            forgotten = 0;
            lastOfKeys = 0;
            epoch++;
        }
        for (ChangePage.Change change : page.changes()) {
            String subject = subject(change.kind(), change.id());
            revisions.remove(subject);
            revisions.put(subject, change.revision());
            if (change.kind() == ChangeKind.KEY) {
                lastOfKeys = Math.max(lastOfKeys, change.revision());
            }
        }
        while (revisions.size() > max) {
            forgotten = Math.max(forgotten, revisions.pollFirstEntry().getValue());
        }
    }

    /// Whether what an answer says of this key may have changed since it was read.
    synchronized boolean isOutdated(KeyContext key, long revision, long askedInEpoch) {
        return askedInEpoch != epoch
                || revision < forgotten
                || revision < of(ChangeKind.KEY, key.keyId())
                || revision < of(ChangeKind.ACCOUNT, key.accountId())
                || revision < of(ChangeKind.GROUP, key.group());
    }

    /// Whether a hash that had no key may have one by now: any change of any key makes it doubtful.
    synchronized boolean isOutdatedUnknown(long revision, long askedInEpoch) {
        return askedInEpoch != epoch || revision < lastOfKeys;
    }

    private long of(ChangeKind kind, String id) {
        return revisions.getOrDefault(subject(kind, id), 0L);
    }

    private static String subject(ChangeKind kind, String id) {
        return kind.name() + ':' + id;
    }
}
