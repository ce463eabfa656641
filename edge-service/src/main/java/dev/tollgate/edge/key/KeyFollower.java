package dev.tollgate.edge.key;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.change.ChangePage;
import dev.tollgate.contract.http.Channels;
import dev.tollgate.edge.peers.AuthPeer;
import dev.tollgate.edge.peers.ChangeFeed;
import dev.tollgate.edge.peers.ChangeFeeds;
import dev.tollgate.edge.peers.FeedSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Follows auth's changes: drops what they outdate, and tells whose streams are to end.
@Singleton
class KeyFollower {
    private static final Logger LOG = Logger.getLogger(KeyFollower.class);

    private final ChangeFeeds feeds;
    private final AuthPeer auth;
    private final KeyCache cache;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable ChangeFeed feed;

    KeyFollower(ChangeFeeds feeds, AuthPeer auth, KeyCache cache) {
        this.feeds = feeds;
        this.auth = auth;
        this.cache = cache;
    }

    void start(@Observes StartupEvent event) {
        feed = feeds.follow(new FeedSource("auth", Channels.AUTH_CHANGES, auth::changes), this::take);
    }

    /// Whether auth's changes are heard; before the start they are not.
    boolean isHearing() {
        ChangeFeed following = feed;
        return following != null && !following.isStale();
    }

    void onKeyEnded(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void take(ChangePage page) {
        cache.take(page);
        for (ChangePage.Change change : page.changes()) {
            if (change.kind() == ChangeKind.KEY && change.endStreams()) {
                listeners.forEach(listener -> tell(listener, change.id()));
            }
        }
    }

    /// A listener's failure must not have the page delivered again to the others.
    private static void tell(Consumer<String> listener, String keyId) {
        try {
            listener.accept(keyId);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the streams of %s were not all ended", keyId);
        }
    }
}
