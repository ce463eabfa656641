package dev.tollgate.edge.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.core.Context loop = vertx.getOrCreateContext();
    private final Rounds rounds = onLoop(() -> Rounds.of(vertx));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyoneIsLookedAtUntilHeLeaves() {
        AtomicInteger[] looks = new AtomicInteger[100];
        List<Rounds.Place> places = onLoop(() -> {
            List<Rounds.Place> entered = new ArrayList<>();
            for (int i = 0; i < looks.length; i++) {
                AtomicInteger look = new AtomicInteger();
                looks[i] = look;
                entered.add(rounds.enter(now -> look.incrementAndGet()));
            }
            return entered;
        });
        await().atMost(Duration.ofSeconds(5)).until(() -> looks[0].get() >= 2 && looks[99].get() >= 2);
        int[] atLeaving = onLoop(() -> {
            int[] seen = new int[looks.length];
            for (int i = 0; i < looks.length; i += 2) {
                places.get(i).leave();
                places.get(i).leave();
                seen[i] = looks[i].get();
            }
            return seen;
        });
        int before = looks[1].get();
        await().atMost(Duration.ofSeconds(5)).until(() -> looks[1].get() > before + 1);
        for (int i = 0; i < looks.length; i += 2) {
            assertThat(looks[i]).hasValue(atLeaving[i]);
            assertThat(looks[i + 1].get()).isGreaterThan(before);
        }
        assertThat(onLoop(rounds::size)).isEqualTo(50);
    }

    @Test
    void leavingWhileLookedAtSkipsNobody() {
        List<Rounds.Place> places = new ArrayList<>();
        List<Long> looks = new CopyOnWriteArrayList<>();
        onLoop(() -> {
            for (int i = 0; i < 10; i++) {
                int own = i;
                places.add(rounds.enter(now -> {
                    looks.add(now);
                    places.get(own).leave();
                }));
            }
            return places;
        });
        await().atMost(Duration.ofSeconds(5)).until(() -> onLoop(rounds::size) == 0);
        assertThat(looks).hasSize(10);
        assertThat(looks.stream().distinct()).as("all in one round").hasSize(1);
    }

    @Test
    void oneThatFailsDoesNotHurtTheOthers() {
        AtomicInteger looks = new AtomicInteger();
        onLoop(() -> rounds.enter(now -> looks.incrementAndGet()));
        onLoop(() -> rounds.enter(now -> {
            throw new IllegalStateException("x");
        }));
        await().atMost(Duration.ofSeconds(5)).until(() -> looks.get() >= 2);
    }

    @Test
    void roundsBeginAgainAfterTheLastHasLeft() {
        AtomicInteger first = new AtomicInteger();
        Rounds.Place place = onLoop(() -> rounds.enter(now -> first.incrementAndGet()));
        await().atMost(Duration.ofSeconds(5)).until(() -> first.get() > 0);
        onLoop(() -> {
            place.leave();
            return place;
        });
        await().pollDelay(Duration.ofMillis(3 * Rounds.TICK_MILLIS)).until(() -> true);
        AtomicInteger second = new AtomicInteger();
        onLoop(() -> rounds.enter(now -> second.incrementAndGet()));
        await().atMost(Duration.ofSeconds(5)).until(() -> second.get() > 0);
    }

    private <T> T onLoop(Supplier<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(nothing -> {
            try {
                done.complete(task.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }
}
