package dev.tollgate.edge.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.http.Channels;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Redis is not there at all: the poll alone.
@QuarkusTest
@TestProfile(PeersProfile.class)
class ChangeFeedServiceTest {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    @Inject
    AuthPeer auth;

    @Inject
    ChangeFeeds feeds;

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    private final Followed followed = new Followed();
    private final List<ChangeFeed> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(ChangeFeed::stop);
    }

    private ChangeFeed follow() {
        ChangeFeed feed = feeds.follow(new FeedSource("auth", Channels.AUTH_CHANGES, auth::changes), followed::take);
        started.add(feed);
        return feed;
    }

    @Test
    void hearsEachChangeOnceAndInOrderWithinASecondByThePollAlone() {
        try (AuthStub stub = new AuthStub(authUrl)) {
            ChangeFeed feed = follow();
            for (int i = 1; i <= 3; i++) {
                long revision = stub.commit(ChangeKind.KEY, "key_" + i, false, () -> {});
                await().atMost(ONE_SECOND).until(() -> followed.revisions().contains(revision));
            }
            assertThat(followed.revisions()).containsExactly(1L, 2L, 3L);
            assertThat(feed.revision()).isEqualTo(3);
            assertThat(feed.millisSinceHeard()).isLessThan(1_000);
        }
    }

    @Test
    void survivesAnOutageAndHearsWhatWasMissed() {
        try (AuthStub stub = new AuthStub(authUrl)) {
            stub.commit(ChangeKind.KEY, "key_1", false, () -> {});
            ChangeFeed feed = follow();
            await().until(() -> followed.revisions().size() == 1);
            stub.failChangesWith(500);
            await().until(() -> feed.millisSinceHeard() > 1_500);
            stub.commit(ChangeKind.KEY, "key_2", false, () -> {});
            stub.failChangesWith(200);
            await().atMost(Duration.ofSeconds(3))
                    .untilAsserted(() -> assertThat(followed.revisions()).containsExactly(1L, 2L));
            assertThat(feed.millisSinceHeard()).isLessThan(1_500);
        }
    }

    @Test
    void startsWhileTheServiceIsAway() {
        ChangeFeed feed = follow();
        await().until(() -> feed.millisSinceHeard() > 1_200);
        try (AuthStub stub = new AuthStub(authUrl)) {
            stub.commit(ChangeKind.ACCOUNT, "acct_1", false, () -> {});
            await().untilAsserted(() -> assertThat(followed.revisions()).containsExactly(1L));
        }
    }

    @Test
    void tellsThatChangesAreMissing() {
        try (AuthStub stub = new AuthStub(authUrl)) {
            stub.commit(ChangeKind.KEY, "key_1", false, () -> {});
            ChangeFeed feed = follow();
            await().until(() -> followed.revisions().size() == 1);
            stub.forgetChanges();
            await().atMost(ONE_SECOND).until(() -> followed.pages().size() == 2);
            assertThat(followed.pages().getLast().complete()).isFalse();
            assertThat(feed.revision()).isEqualTo(1_001);
        }
    }

    @Test
    void deliversAPageAgainThatTheListenerThrewAt() {
        try (AuthStub stub = new AuthStub(authUrl)) {
            followed.throwAtPages(true);
            stub.commit(ChangeKind.KEY, "key_1", false, () -> {});
            ChangeFeed feed = follow();
            await().until(() -> stub.polls() > 2);
            assertThat(feed.revision()).isZero();
            followed.throwAtPages(false);
            await().untilAsserted(() -> assertThat(followed.revisions()).containsExactly(1L));
        }
    }
}
