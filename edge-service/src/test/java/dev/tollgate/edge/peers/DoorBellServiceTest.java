package dev.tollgate.edge.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.http.Channels;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/// The poll is as good as off: what is heard, is heard by the bell.
@QuarkusTest
@TestProfile(PeersProfile.DeafProfile.class)
class DoorBellServiceTest {
    @Inject
    AuthPeer auth;

    @Inject
    ChangeFeeds feeds;

    @Inject
    RedisDataSource redis;

    @ConfigProperty(name = "quarkus.rest-client.auth.url")
    String authUrl;

    @ConfigProperty(name = "quarkus.redis.hosts")
    String redisUrl;

    private final Followed followed = new Followed();

    @Test
    void ringsAndRingsAgainAfterRedisWasAway() throws IOException {
        try (AuthStub stub = new AuthStub(authUrl)) {
            ChangeFeed feed =
                    feeds.follow(new FeedSource("auth", Channels.AUTH_CHANGES, auth::changes), followed::take);
            await().until(() -> stub.polls() == 1);
            RedisServer first = startRedis();
            hears(stub);
            first.stop();
            RedisServer second = startRedis();
            hears(stub);
            second.stop();
            feed.stop();
        }
    }

    /// Rings until it is heard: the subscription may still be on its way.
    private void hears(AuthStub stub) {
        long revision = stub.commit(ChangeKind.KEY, "key_1", false, () -> {});
        await().atMost(Duration.ofSeconds(8)).ignoreExceptions().until(() -> {
            redis.pubsub(String.class).publish(Channels.AUTH_CHANGES, Long.toString(revision));
            return followed.revisions().contains(revision);
        });
        assertThat(followed.revisions()).endsWith(revision);
    }

    private RedisServer startRedis() throws IOException {
        RedisServer server = RedisServer.newRedisServer()
                .port(URI.create(redisUrl).getPort())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        return server;
    }
}
