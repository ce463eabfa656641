package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.edge.catalogue.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a request ended, as far as the relay knows.
///
/// @param status that the caller saw
/// @param target the deployment that answered, or null when none did
/// @param usage as the provider reported it, or null
/// @param delivered output tokens handed to the client, by our estimate
/// @param firstByteMillis from the request's coming to the first upstream event, or null when none came
public record AnswerReport(
        Outcome outcome,
        int status,
        @Nullable Target target,
        @Nullable Quantities usage,
        long delivered,
        List<Attempt> attempts,
        @Nullable Long firstByteMillis) {
    public AnswerReport {
        attempts = List.copyOf(attempts);
    }
}
