package dev.tollgate.edge.journal;

import static dev.tollgate.edge.journal.Samples.done;
import static dev.tollgate.edge.journal.Samples.open;
import static dev.tollgate.edge.journal.Samples.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.billing.v1.UsageFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalWriterTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(JournalConfig.Sync.class)
    void rule18AppendsThatComeTogetherAreWrittenTogetherAndInOrder(JournalConfig.Sync sync) throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir).syncing(sync))) {
            bench.stall();
            Future<Void> first = bench.append(open("r0"));
            await().until(() -> bench.groups.get() == 1);
            List<Future<Void>> others = new ArrayList<>();
            List<UsageFrame> frames = new ArrayList<>(List.of(open("r0")));
            for (int i = 1; i <= 300; i++) {
                frames.add(done("r" + i));
                others.add(bench.append(done("r" + i)));
            }
            assertThat(others).noneMatch(Future::isComplete);
            bench.goOn();
            others.forEach(Bench::await);
            assertThat(first.succeeded()).isTrue();
            assertThat(others).allMatch(Future::succeeded);
            assertThat(bench.groups.get()).isEqualTo(2);
            assertThat(bench.onDisk()).isEqualTo(frames);
        }
    }

    @Test
    void rule18ADiskThatStallsForTwoSecondsBlocksNoEventLoopAndHoldsTheLastBytes() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (Bench bench = new Bench(TestSettings.in(dir))) {
            bench.stall();
            bench.append(open("r0"));
            await().until(() -> bench.groups.get() == 1);
            ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
            AtomicInteger lastBytes = new AtomicInteger();
            AtomicLong longestGap = new AtomicLong();
            AtomicInteger turns = new AtomicInteger();
            for (int i = 0; i < 100; i++) {
                String id = "r" + i;
                loop.runOnContext(ignored -> {
                    Promise<Void> written = loop.promise();
                    assertThat(bench.writer.offer(new JournalWriter.Entry(done(id), 1, written)))
                            .isTrue();
                    written.future().onSuccess(kept -> {
                        assertThat(Vertx.currentContext()).isSameAs(loop);
                        lastBytes.incrementAndGet();
                    });
                });
            }
            long start = System.nanoTime();
            AtomicLong last = new AtomicLong(start);
            long timer = vertx.setPeriodic(5, ignored -> {
                long now = System.nanoTime();
                longestGap.accumulateAndGet(now - last.getAndSet(now), Math::max);
                turns.incrementAndGet();
            });
            await().until(() ->
                    System.nanoTime() - start > Duration.ofSeconds(2).toNanos());
            assertThat(lastBytes).hasValue(0);
            assertThat(turns.get()).isGreaterThan(100);
            assertThat(longestGap.get()).isLessThan(Duration.ofSeconds(1).toNanos());
            bench.goOn();
            await().until(() -> lastBytes.get() == 100);
            vertx.cancelTimer(timer);
        } finally {
            vertx.close();
        }
    }

    /// A full tmpfs where we may mount one, a directory that takes no new file where not: to the journal both are a
    /// disk that gives no more room.
    @Test
    void rule18AFullDiskStopsAdmissionWhileThoseInFlightStillFitAndIsForgottenWhenThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.make(dir, 2 << 20);
                Bench bench = new Bench(TestSettings.in(disk.path()).segments(256 << 10, 64 << 20))) {
            List<String> inFlight = new ArrayList<>();
            assertThat(bench.written(open("first"))).isTrue();
            inFlight.add("first");
            await().until(bench::admits);
            disk.fill();
            for (int i = 0; bench.admits(); i++) {
                if (bench.written(open("r" + i))) {
                    inFlight.add("r" + i);
                }
            }
            // Who was past the check when it shut is refused before the upstream call, not after it.
            int refused = 0;
            while (refused < 50) {
                String late = "late" + refused + inFlight.size();
                if (bench.written(open(late))) {
                    inFlight.add(late);
                } else {
                    refused++;
                }
            }
            for (String id : inFlight) {
                assertThat(bench.written(done(id))).as(id).isTrue();
            }
            disk.free();
            bench.acknowledgeAll();
            bench.store.prepare();
            await().until(bench::admits);
            assertThat(bench.written(open("after"))).isTrue();
            bench.store.prepare();
        }
    }

    @Test
    void rule18TheCapStopsAdmissionAndTheAcknowledgementReopensIt() throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir).segments(64 << 10, 256 << 10))) {
            int i = 0;
            while (bench.admits()) {
                assertThat(bench.written(done("r" + i++))).isTrue();
                bench.store.prepare();
                assertThat(bench.store.bytes()).isLessThanOrEqualTo(256 << 10);
                assertThat(i).isLessThan(1_000);
            }
            bench.acknowledgeAll();
            await().until(bench::admits);
            assertThat(bench.written(open("after"))).isTrue();
        }
    }

    @Test
    void rule18AProgressNeverTakesTheRoomOfAnEnd() throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir).segments(64 << 10, 128 << 10))) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add("r" + i);
                assertThat(bench.written(open("r" + i))).isTrue();
            }
            int told = 0;
            while (bench.written(progress("r" + told % 20, told))) {
                told++;
            }
            assertThat(told).isGreaterThan(100);
            assertThat(bench.written(open("late"))).isFalse();
            assertThat(ids).allMatch(id -> bench.written(done(id)));
        }
    }

    @Test
    void rule18AFailedAppendIsToldToItsCallerAndTheNextSegmentTakesOver() throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir))) {
            assertThat(bench.written(open("r1"))).isTrue();
            bench.oldest().close();
            assertThat(bench.written(done("r1"))).isFalse();
            assertThat(bench.written(done("r1"))).isTrue();
            assertThat(bench.unshipped.unacknowledged()).isEqualTo(1);
        }
    }

    @Test
    void rule18AdmissionComesBackAfterAWriteErrorThoughNothingIsInFlight() throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir))) {
            assertThat(bench.written(done("r1"))).isTrue();
            bench.stall();
            bench.oldest().close();
            Future<Void> failed = bench.append(done("r2"));
            Bench.await(failed);
            assertThat(failed.failed()).isTrue();
            assertThat(bench.admits()).isFalse();
            bench.goOn();
            await().until(bench::admits);
        }
    }

    @Test
    void aFrameThatIsTooLargeFailsItsOwnRequestAndNoOther() throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir))) {
            assertThat(bench.written(progress("x".repeat(70_000), 1))).isFalse();
            assertThat(bench.admits()).isTrue();
            assertThat(bench.written(open("r1"))).isTrue();
        }
    }

    @Test
    void rule18WhatIsHandedToAClosedJournalFailsAndNeverHangs() throws IOException {
        Bench bench = new Bench(TestSettings.in(dir));
        bench.stall();
        bench.append(open("r1"));
        await().until(() -> bench.groups.get() == 1);
        List<Future<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(bench.append(done("r" + i)));
        }
        bench.writer.stop();
        waiting.add(bench.append(done("late")));
        bench.goOn();
        waiting.forEach(Bench::await);
        assertThat(waiting.getLast().failed()).isTrue();
        assertThat(waiting.subList(0, 100)).allMatch(Future::succeeded);
        bench.close();
        assertThat(bench.append(done("later")).failed()).isTrue();
        assertThat(bench.writer.depth()).isZero();
    }

    @Test
    void rule18AQueueThatFillsUpStopsAdmissionAndFailsAtOnce() throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir))) {
            bench.stall();
            bench.append(open("r0"));
            await().until(() -> bench.groups.get() == 1);
            int taken = 0;
            while (bench.admits()) {
                assertThat(bench.append(done("r" + taken++)).failed()).isFalse();
            }
            assertThat(taken).isBetween(2_000, 2_100);
            while (taken < 4_096) {
                assertThat(bench.append(done("r" + taken++)).failed()).isFalse();
            }
            assertThat(bench.append(done("over")).failed()).isTrue();
            bench.goOn();
            await().until(() -> bench.writer.depth() == 0);
            assertThat(bench.unshipped.unacknowledged()).isEqualTo(4_096);
        }
    }

    @Test
    void rule2ARequestThatEndsInALaterEpochBelongsToItsOwn() throws IOException {
        try (Bench bench = new Bench(TestSettings.in(dir))) {
            Bench.await(bench.append(open("r1"), 5));
            Bench.await(bench.append(progress("r1", 10), 0));
            Bench.await(bench.append(done("r1"), 6));
            assertThat(bench.unshipped.first(1).getFirst().epoch()).isEqualTo(5);
            assertThat(bench.unshipped.isOver(5, 0)).isFalse();
            assertThat(bench.unshipped.isOver(5, bench.unshipped.lastSequence()))
                    .isTrue();
        }
    }

    @Test
    void rule18ALongStreamDoesNotKeepTheWholeJournal() throws IOException {
        Bench bench = new Bench(TestSettings.in(dir));
        assertThat(bench.written(open("long"))).isTrue();
        assertThat(bench.written(progress("long", 70))).isTrue();
        for (int i = 0; i < 1_500; i++) {
            assertThat(bench.written(done("r" + i))).isTrue();
            bench.acknowledgeAll();
        }
        assertThat(bench.store.count()).isLessThan(8);
        bench.die();
        try (Bench next = new Bench(TestSettings.in(dir))) {
            UsageFrame.Done cut =
                    (UsageFrame.Done) Samples.read(next.unshipped.first(1).getFirst());
            assertThat(cut.requestId()).isEqualTo("long");
            assertThat(cut.quantities()).containsEntry("output", 70L);
        }
    }

    @Test
    void rule4AnOrderlyEndLeavesNothingToShipAgain() throws IOException {
        Bench bench = new Bench(TestSettings.in(dir));
        assertThat(bench.written(open("r1"))).isTrue();
        assertThat(bench.written(done("r1"))).isTrue();
        bench.acknowledgeAll();
        bench.close();
        try (var files = Files.list(dir)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("segment"));
        }
    }
}
