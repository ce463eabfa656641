package dev.tollgate.edge.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Granted;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final Granted REFUSED = new Granted.Denied(new Failure.Rejected(401));
    private static final Granted BROKEN = new Granted.Denied(new Failure.Broken("token"));
    private static final Duration HOUR = Duration.ofHours(1);

    private final Queue<Promise<Minter.Minted>> asked = new ConcurrentLinkedQueue<>();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final AccessTokens tokens = new AccessTokens(
            (baseUrl, credential) -> {
                Promise<Minter.Minted> promise = Promise.promise();
                asked.add(promise);
                return promise.future();
            },
            () -> now);

    private Future<Granted> grant() {
        return tokens.grant("https://example.com", "{}");
    }

    private void minted(String token) {
        asked.remove().complete(new Minter.Minted(token, now.plus(HOUR)));
    }

    private static Granted secret(String token) {
        return new Granted.Secret(token);
    }

    @Test
    void manyWhoAskAtOnceAreServedByOneMint() throws Exception {
        List<Future<Granted>> all = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<java.util.concurrent.Future<Future<Granted>>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(() -> {
                    go.await();
                    return grant();
                }));
            }
            go.countDown();
            for (java.util.concurrent.Future<Future<Granted>> answer : answers) {
                all.add(answer.get());
            }
        }
        assertThat(asked).hasSize(1);
        minted("one");
        assertThat(all).allSatisfy(answer -> assertThat(answer.result()).isEqualTo(secret("one")));
        assertThat(asked).isEmpty();
    }

    @Test
    void aTokenThatIsThereIsGivenAtOnce() {
        grant();
        minted("one");
        now = now.plus(Duration.ofMinutes(54));
        assertThat(grant().isComplete()).isTrue();
        assertThat(grant().result()).isEqualTo(secret("one"));
        assertThat(asked).isEmpty();
    }

    @Test
    void nearItsEndItIsMintedAnewWhileTheOldOneServes() {
        grant();
        minted("one");
        now = now.plus(Duration.ofMinutes(56));
        assertThat(grant().result()).isEqualTo(secret("one"));
        assertThat(grant().result()).isEqualTo(secret("one"));
        assertThat(asked).hasSize(1);
        minted("two");
        assertThat(grant().result()).isEqualTo(secret("two"));
    }

    @Test
    void atItsEndItServesNobody() {
        grant();
        minted("one");
        now = now.plus(HOUR).minusSeconds(20);
        Future<Granted> next = grant();
        assertThat(next.isComplete()).isFalse();
        minted("two");
        assertThat(next.result()).isEqualTo(secret("two"));
    }

    @Test
    void whatWasRefusedIsNotAskedForAgainAtOnce() {
        Future<Granted> first = grant();
        asked.remove().fail(new Minter.Refused("no"));
        assertThat(first.result()).isEqualTo(REFUSED);
        now = now.plusSeconds(4);
        assertThat(grant().result()).isEqualTo(REFUSED);
        assertThat(asked).isEmpty();
        now = now.plusSeconds(1);
        Future<Granted> later = grant();
        minted("one");
        assertThat(later.result()).isEqualTo(secret("one"));
    }

    @Test
    void aServerThatIsAwayIsToldFromARefusal() {
        Future<Granted> first = grant();
        asked.remove().fail(new IOException("away"));
        assertThat(first.result()).isEqualTo(BROKEN);
    }

    @Test
    void aRenewalThatFailsLosesNoTokenThatIsStillGood() {
        grant();
        minted("one");
        now = now.plus(Duration.ofMinutes(56));
        grant();
        asked.remove().fail(new IOException("away"));
        assertThat(grant().result()).isEqualTo(secret("one"));
        now = now.plus(Duration.ofMinutes(4));
        Future<Granted> last = grant();
        asked.remove().fail(new IOException("away"));
        assertThat(last.result()).isEqualTo(BROKEN);
    }

    @Test
    void aMinterThatThrowsIsAFailureLikeAnother() {
        AccessTokens throwing = new AccessTokens(
                (baseUrl, credential) -> {
                    throw new IllegalStateException("bug");
                },
                () -> now);
        assertThat(throwing.grant("https://example.com", "{}").result()).isEqualTo(BROKEN);
    }

    @Test
    void eachCredentialHasItsOwn() {
        Future<Granted> one = grant();
        Future<Granted> two = tokens.grant("https://example.com", "{ }");
        minted("one");
        minted("two");
        assertThat(List.of(one.result(), two.result())).containsExactly(secret("one"), secret("two"));
    }

    @Test
    void noTokenIsShown() {
        assertThat(new Minter.Minted("ya29.secret", now) + " " + secret("ya29.secret"))
                .doesNotContain("ya29");
    }
}
