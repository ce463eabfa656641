package dev.tollgate.operator.condition;

import dev.tollgate.operator.management.Answer;
import dev.tollgate.operator.management.Away;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.management.Words;
import dev.tollgate.operator.resource.Conditioned;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the conditions of a status of verdicts.
public final class Conditions {
    private Conditions() {}

    /// The verdicts as conditions: the time of a transition is that of the condition before, where its status
    /// is the same.
    public static List<Condition> of(
            @Nullable Conditioned before, @Nullable Long generation, Instant now, List<Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> of(find(before, verdict.type()), generation, now, verdict))
                .toList();
    }

    /// What it comes to that the management API refuses: the field is named in the resource's words.
    public static Verdict of(Rejected rejected) {
        Answer.Refused refusal = rejected.refusal();
        String param = refusal.param();
        return Verdict.unready(
                "Rejected", param == null ? refusal.message() : Words.field(param) + ": " + refusal.message());
    }

    public static Verdict of(Away away) {
        return Verdict.unknown("ManagementAway", String.valueOf(away.getMessage()));
    }

    private static Condition of(@Nullable Condition before, @Nullable Long generation, Instant now, Verdict verdict) {
        boolean same = before != null && verdict.status().equals(before.getStatus());
        return new ConditionBuilder()
                .withType(verdict.type())
                .withStatus(verdict.status())
                .withReason(verdict.reason())
                .withMessage(verdict.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(
                        same && before != null
                                ? before.getLastTransitionTime()
                                : now.truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
    }

    private static @Nullable Condition find(@Nullable Conditioned status, String type) {
        List<Condition> conditions = status == null ? null : status.conditions();
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(one -> type.equals(one.getType()))
                        .findFirst()
                        .orElse(null);
    }
}
