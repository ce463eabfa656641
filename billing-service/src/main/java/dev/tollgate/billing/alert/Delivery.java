package dev.tollgate.billing.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.internal.BackgroundTasks;
import dev.tollgate.contract.routing.v1.SealedCredential;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what is due, tries again what failed, later and later, and gives up in the end.
@ApplicationScoped
class Delivery {
    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final String DELIVERED = "delivered";
    private static final String FAILED = "failed";
    private static final String GIVEN_UP = "given_up";

    private final Outbox outbox;
    private final Webhook webhook;
    private final AlertMails mails;
    private final WebhookSecrets secrets;
    private final AlertConfig config;
    private final ObjectMapper json;
    private final MeterRegistry registry;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private volatile @Nullable Instant waitingSince;

    Delivery(
            Outbox outbox,
            Webhook webhook,
            AlertMails mails,
            WebhookSecrets secrets,
            AlertConfig config,
            ObjectMapper json,
            MeterRegistry registry,
            BackgroundTasks tasks,
            Clock clock) {
        this.outbox = outbox;
        this.webhook = webhook;
        this.mails = mails;
        this.secrets = secrets;
        this.config = config;
        this.json = json;
        this.registry = registry;
        this.tasks = tasks;
        this.clock = clock;
        // All there from the start: a counter that appears with its first failure shows no increase.
        for (Target.Kind kind : Target.Kind.values()) {
            List.of(DELIVERED, FAILED, GIVEN_UP).forEach(result -> counter(kind, result));
        }
        // Alert: customers are told late.
        Gauge.builder("tollgate.billing.alert.wait", this, Delivery::seconds)
                .description("How long the oldest delivery of a spend alert waits that is due")
                .baseUnit("seconds")
                .register(registry);
    }

    @Scheduled(
            every = "${tollgate.billing.alert.deliver-every:5s}",
            delayed = "5s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> deliverNow() {
        return tasks.supervise("alert-delivery", deliver());
    }

    /// One round. A target that fails holds up no other.
    Uni<Void> deliver() {
        return outbox.claim(clock.instant())
                .onItem()
                .transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem()
                .transformToUni(this::deliver)
                .merge(config.concurrentMax())
                .collect()
                .last()
                .chain(() -> outbox.waitingSince(clock.instant()))
                .invoke(since -> waitingSince = since.orElse(null))
                .replaceWithVoid();
    }

    private Uni<Void> deliver(Due due) {
        if (due.ended()) {
            return outbox.failed(due, "the target has ended", true, clock.instant());
        }
        return send(due)
                .map(_ -> "")
                .onFailure()
                .recoverWithItem(Delivery::problem)
                .flatMap(problem -> {
                    boolean done = problem.isEmpty();
                    boolean last = !done && due.tries() >= config.triesMax();
                    counter(due.kind(), done ? DELIVERED : last ? GIVEN_UP : FAILED)
                            .increment();
                    if (last) {
                        LOG.warnf(
                                "alert %d to %s is given up after %d tries: %s",
                                due.alertId(), due.targetId(), due.tries(), problem);
                    }
                    return done
                            ? outbox.delivered(due, clock.instant())
                            : outbox.failed(due, problem, last, clock.instant());
                });
    }

    private Uni<Void> send(Due due) {
        return switch (due.kind()) {
            case EMAIL -> mails.hand(due).ifNoItem().after(config.timeout()).fail();
            case WEBHOOK -> {
                SealedCredential sealed = Objects.requireNonNull(due.secret());
                yield Uni.createFrom()
                        .deferred(() -> webhook.call(
                                due.address(),
                                due.event().id(),
                                secrets.open(sealed, due.targetId()),
                                write(due.event())));
            }
        };
    }

    private String write(Due.Event event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event could not be written as JSON", e);
        }
    }

    private double seconds() {
        Instant since = waitingSince;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private static String problem(Throwable failure) {
        if (failure instanceof Undelivered told) {
            return String.valueOf(told.getMessage());
        }
        LOG.warnf("an alert could not be sent: %s", failure.toString());
        return "it could not be sent";
    }

    private Counter counter(Target.Kind kind, String result) {
        return Counter.builder("tollgate.billing.alert.deliveries")
                .description("Tries to deliver spend alerts")
                .tag("kind", kind.wireName())
                .tag("result", result)
                .register(registry);
    }
}
