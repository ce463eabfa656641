package dev.tollgate.ratelimit.day;

import dev.tollgate.contract.billing.v1.DayCounts;
import dev.tollgate.contract.billing.v1.DayCountsAsk;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import dev.tollgate.ratelimit.store.Script;
import dev.tollgate.ratelimit.store.Scripts;
import dev.tollgate.ratelimit.store.Slot;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Brings daily counts back that Redis has lost: "requests per day restart at 0" after a loss at noon (rules 16).
///
/// A count that nobody vouches for yet is a subject's first one of the day, or a forgotten one. Billing is asked,
/// in the background and many subjects at once; the larger of what it has counted and what Redis has is right from
/// then on. Until then, and while billing is away, the subject counts from what Redis has.
@ApplicationScoped
public class Restoration {
    private static final Logger LOG = Logger.getLogger(Restoration.class);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final BillingPeer billing;
    private final Scripts scripts;
    private final RestorationConfig config;
    private final RestorationMetrics metrics;
    private final Set<Subject> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean busy;
    private volatile boolean failed;
    private volatile long notBeforeNanos = System.nanoTime();
    private long timer = NO_TIMER;

    Restoration(
            Vertx vertx, BillingPeer billing, Scripts scripts, RestorationConfig config, RestorationMetrics metrics) {
        this.vertx = vertx;
        this.billing = billing;
        this.scripts = scripts;
        this.config = config;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.every().toMillis(), ignored -> round());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /// Nobody has vouched yet for what is counted of this subject today.
    public void isUnsure(Subject subject) {
        if (waiting.size() < config.waitingMax()) {
            waiting.add(subject);
        }
    }

    private void round() {
        if (busy || waiting.isEmpty() || System.nanoTime() - notBeforeNanos < 0) {
            return;
        }
        busy = true;
        List<Subject> some = waiting.stream().limit(config.batchMax()).toList();
        LocalDate day = LocalDate.now(ZoneOffset.UTC);
        billing.count(new DayCountsAsk(
                        day.toString(),
                        ids(some, SubjectKind.ACCOUNT),
                        ids(some, SubjectKind.KEY),
                        ids(some, SubjectKind.GROUP),
                        ids(some, SubjectKind.MODEL)))
                .chain(counts -> scripts.all(some, subject -> heed(subject, day, counts)))
                .subscribe()
                .with(ignored -> done(some), failure -> failed(some, failure));
    }

    private Uni<?> heed(Subject subject, LocalDate day, DayCounts counts) {
        Map<String, Long> ofKind =
                switch (subject.kind()) {
                    case ACCOUNT -> counts.accounts();
                    case KEY -> counts.keys();
                    case GROUP -> counts.groups();
                    case MODEL -> counts.models();
                };
        long counted = ofKind == null ? 0 : ofKind.getOrDefault(subject.id(), 0L);
        return scripts.run(Script.RESTORE, List.of(Slot.of(subject).day(subject)), List.of(day.toEpochDay(), counted))
                .onItem()
                .invoke(missing -> metrics.heeded(missing.getFirst()));
    }

    private static List<String> ids(List<Subject> of, SubjectKind kind) {
        return of.stream()
                .filter(subject -> subject.kind() == kind)
                .map(Subject::id)
                .toList();
    }

    private void done(List<Subject> some) {
        if (failed) {
            LOG.info("daily counts can be restored again");
        }
        failed = false;
        some.forEach(waiting::remove);
        busy = false;
    }

    /// They are seen again at their next request.
    private void failed(List<Subject> some, Throwable failure) {
        if (!failed) {
            LOG.warnf("daily counts can't be restored now: %s", failure.toString());
        }
        failed = true;
        metrics.failed(some.size());
        some.forEach(waiting::remove);
        notBeforeNanos = System.nanoTime() + config.pause().toNanos();
        busy = false;
    }
}
