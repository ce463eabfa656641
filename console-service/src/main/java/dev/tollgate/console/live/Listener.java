package dev.tollgate.console.live;

import dev.tollgate.console.login.Credential;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.billing.v1.UsageTail;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Predicate;

/// One open answer: what waits for it is bounded, and one that has not read for two heartbeats is cut.
final class Listener {
    private static final int REMEMBERED = 1_000;
    private static final int UNREAD_BEATS_MAX = 2;
    private static final int MISSES_MAX = 2;

    private final Credential credential;
    private final Predicate<UsageRecordView> wanted;
    private final long began = System.nanoTime();
    private final Queue<LiveEvent> waiting;
    private final UnicastProcessor<LiveEvent> events;
    private final Recent told = new Recent(REMEMBERED);
    private int unreadBeats;
    private int misses;
    private int beats;

    /// @param gone is told once, however the answer ends
    Listener(Credential credential, Predicate<UsageRecordView> wanted, int waitingMax, Runnable gone) {
        this.credential = credential;
        this.wanted = wanted;
        this.waiting = new ArrayBlockingQueue<>(waitingMax);
        this.events = UnicastProcessor.create(waiting, gone);
    }

    Credential credential() {
        return credential;
    }

    Multi<LiveEvent> events() {
        return events;
    }

    long ageNanos() {
        return System.nanoTime() - began;
    }

    /// A record that it wants and was not told of.
    ///
    /// @return whether it is told now
    synchronized boolean tell(UsageTail.Posted posted) {
        boolean fresh = wanted.test(posted.record()) && told.add(posted.record().id());
        if (fresh) {
            events.onNext(new LiveEvent.Usage(posted));
        }
        return fresh;
    }

    synchronized void skipped() {
        events.onNext(new LiveEvent.Skipped());
    }

    /// @return false when it does not read, and is cut
    synchronized boolean beat() {
        unreadBeats = waiting.isEmpty() ? 0 : unreadBeats + 1;
        if (unreadBeats >= UNREAD_BEATS_MAX) {
            events.onError(new IllegalStateException("the listener does not read"));
            return false;
        }
        beats++;
        events.onNext(new LiveEvent.Heartbeat());
        return true;
    }

    /// Whether its rights are to be judged again at this heartbeat.
    synchronized boolean isToBeJudged() {
        return beats % 2 == 0;
    }

    /// Its rights could not be judged.
    ///
    /// @return whether it may go on for now
    synchronized boolean missed() {
        return ++misses <= MISSES_MAX;
    }

    synchronized void judged() {
        misses = 0;
    }

    synchronized void end(String reason) {
        events.onNext(new LiveEvent.End(reason));
        events.onComplete();
    }
}
