package dev.tollgate.operator.price;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.condition.Conditions;
import dev.tollgate.operator.condition.Pace;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.management.Answer;
import dev.tollgate.operator.management.Away;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.resource.PriceList;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Publishes price lists, and withdraws the prices of one that goes.
@ControllerConfiguration(name = "pricelist")
public final class PriceListReconciler implements Reconciler<PriceList>, Cleaner<PriceList> {
    private static final String DRAFTS = "/prices/drafts";
    /// Drafts that were never published are dropped one by one.
    private static final int STEPS_MAX = 16;

    private final Management management;
    private final Pace pace;
    private final Clock clock;

    public PriceListReconciler(Management management, Pace pace, Clock clock) {
        this.management = management;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public UpdateControl<PriceList> reconcile(PriceList list, Context<PriceList> context) {
        try {
            return finish(list, published(new PricePlan(list), list));
        } catch (Rejected e) {
            return finish(list, null, Conditions.of(e));
        } catch (Away e) {
            return finish(list, null, Conditions.of(e));
        }
    }

    @Override
    public DeleteControl cleanup(PriceList list, Context<PriceList> context) {
        PricePlan plan = new PricePlan(list);
        try {
            for (int turn = 0; turn < STEPS_MAX; turn++) {
                Optional<PriceStep> step = plan.last(drafts(list), clock.instant());
                if (step.isEmpty() || step.get() instanceof PriceStep.Rest || isDone(step.get())) {
                    return DeleteControl.defaultDelete();
                }
            }
        } catch (Rejected _) {
            // What it has priced is not in the catalogue any more: there is nothing to withdraw.
            return DeleteControl.defaultDelete();
        } catch (Away _) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(pace.retry());
        }
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(pace.retry());
    }

    private Draft published(PricePlan plan, PriceList list) {
        for (int turn = 0; turn < STEPS_MAX; turn++) {
            PriceStep step = plan.next(drafts(list), clock.instant());
            if (step instanceof PriceStep.Rest(Draft draft)) {
                return draft;
            }
            isDone(step);
        }
        throw new Away("its drafts do not come to rest: somebody else changes them");
    }

    /// Carries a step out.
    ///
    /// @return whether it was the last
    private boolean isDone(PriceStep step) {
        switch (step) {
            case PriceStep.Write(ObjectNode text, String note) ->
                management
                        .post(DRAFTS + "?note=" + Management.escaped(note), text)
                        .orElseRejected();
            case PriceStep.Drop(String id) -> {
                Answer answer = management.delete(DRAFTS + "/" + id);
                if (!answer.is(Answer.NOT_FOUND)) {
                    answer.orElseAway();
                }
            }
            case PriceStep.Publish(String id, Long at) -> {
                publish(id, at);
                return true;
            }
            case PriceStep.Rest _ -> {
                return true;
            }
        }
        return false;
    }

    /// A time that is passed, or within the notice, means as soon as may be.
    private void publish(String id, @Nullable Long at) {
        String path = DRAFTS + "/" + id + "/publish";
        ObjectNode command = Management.JSON.createObjectNode();
        if (at != null) {
            command.put("effective_from", at);
        }
        Answer answer = management.post(path, command);
        boolean tooSoon = answer instanceof Answer.Refused refused && "effective_from".equals(refused.param());
        (at != null && tooSoon ? management.post(path, Management.JSON.createObjectNode()) : answer).orElseRejected();
    }

    private List<Draft> drafts(PriceList list) {
        String mark = PricePlan.mark(list);
        return management
                .all(DRAFTS + "?search=" + Management.escaped(list.getMetadata().getUid()))
                .stream()
                .filter((JsonNode draft) -> draft.path("note").asText().startsWith(mark))
                .map(Draft::of)
                .toList();
    }

    private UpdateControl<PriceList> finish(PriceList list, Draft draft) {
        Instant from = Instant.ofEpochSecond(draft.effectiveFrom() == null ? 0 : draft.effectiveFrom());
        Instant now = clock.instant();
        Verdict verdict = from.isAfter(now)
                ? Verdict.ready("Scheduled", "is published, and counts from " + from + " on")
                : Verdict.ready("InForce", "counts since " + from);
        return finish(list, draft, verdict);
    }

    private UpdateControl<PriceList> finish(PriceList list, @Nullable Draft draft, Verdict verdict) {
        PriceList.Status before = list.getStatus() == null ? PriceList.Status.NONE : list.getStatus();
        Long generation = list.getMetadata().getGeneration();
        Instant now = clock.instant();
        Long from = draft == null ? null : draft.effectiveFrom();
        list.setStatus(new PriceList.Status(
                generation,
                Conditions.of(before, generation, now, List.of(verdict)),
                draft == null ? before.draft() : draft.id(),
                from == null
                        ? before.effectiveFrom()
                        : Instant.ofEpochSecond(from).toString()));
        return UpdateControl.patchStatus(list).rescheduleAfter(wait(verdict, from, now));
    }

    /// Until it counts, if that is sooner than the next look.
    private Duration wait(Verdict verdict, @Nullable Long from, Instant now) {
        if (!verdict.isReady()) {
            return pace.retry();
        }
        Duration until = from == null ? Duration.ZERO : Duration.between(now, Instant.ofEpochSecond(from));
        return until.isPositive() && until.compareTo(pace.resync()) < 0 ? until.plusMillis(1) : pace.resync();
    }
}
