package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// One usage record, of which [RecordColumns] makes what the database takes.
///
/// @param cost what providers charge us
/// @param periods of the limits in which it counts, by its admission (rules 6)
record RecordRow(
        Origin origin,
        ReadFrame.Usage usage,
        Charge.Of charge,
        ProviderCost cost,
        List<PeriodKey> periods,
        UUID batch,
        Instant postedAt) {
    RecordRow {
        periods = List.copyOf(periods);
    }

    /// A correction counts where the record did that it corrects.
    RecordRow in(List<PeriodKey> others) {
        return new RecordRow(origin, usage, charge, cost, others, batch, postedAt);
    }

    UUID requestId() {
        return usage.requestId();
    }

    LocalDate day() {
        return RequestId.day(usage.requestId());
    }

    UsageFrame.Done done() {
        return usage.done();
    }

    UsageFrame.Subject subject() {
        return usage.done().subject();
    }

    String quantities() {
        return counts(done().quantities()).encode();
    }

    String prices() {
        return counts(charge.prices()).encode();
    }

    String components() {
        return counts(charge.components()).encode();
    }

    String incurred() {
        return counts(done().incurred()).encode();
    }

    String attempts() {
        return attempts(done().attempts()).encode();
    }

    /// When the period began in which it counts, by limit.
    String startsByLimit() {
        JsonObject starts = new JsonObject();
        periods.forEach(period -> starts.put(period.limitId(), period.startsAt().toString()));
        return starts.encode();
    }

    private static JsonObject counts(Map<String, Long> counts) {
        return new JsonObject(new TreeMap<>(counts));
    }

    private JsonArray attempts(List<UsageFrame.Attempt> made) {
        JsonArray attempts = new JsonArray();
        for (int i = 0; i < made.size(); i++) {
            UsageFrame.Attempt attempt = made.get(i);
            JsonObject json = new JsonObject()
                    .put("deployment", attempt.deployment())
                    .put("result", attempt.result())
                    .put("millis", attempt.millis());
            UsageFrame.Incurred incurred = attempt.incurred();
            if (incurred != null) {
                json.put(
                                "incurred",
                                new JsonObject()
                                        .put("provider", incurred.provider())
                                        .put("upstreamModel", incurred.upstreamModel())
                                        .put("quantities", counts(incurred.quantities())))
                        .put("cost", cost.ofAttempt(i));
            }
            if (attempt.model() != null) {
                json.put("model", attempt.model());
            }
            attempts.add(json);
        }
        return attempts;
    }
}
