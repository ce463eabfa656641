package dev.tollgate.billing.usage;

import dev.tollgate.billing.hold.PeriodKey;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// One usage record as the database takes it: a JSON object whose names are the columns.
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

    JsonObject toJson(int revision, long uncollected, boolean late) {
        UsageFrame.Done done = usage.done();
        JsonObject row = new JsonObject()
                .put("day", RequestId.day(usage.requestId()).toString())
                .put("request_id", usage.requestId().toString())
                .put("revision", revision)
                .put("edge_id", origin.edgeId())
                .put("epoch", origin.epoch())
                .put("price_version", charge.version())
                .put("stated_price_version", done.subject().priceVersion())
                .put("quantities", counts(done.quantities()))
                .put("prices", counts(charge.prices()))
                .put("components", counts(charge.components()))
                .put("charge", charge.amount())
                .put("stated_charge", done.charge())
                .put("uncollected", uncollected)
                .put("late", late)
                .put("incurred", counts(done.incurred()))
                .put("provider_cost", cost.total())
                .put("outcome", done.outcome().name())
                .put("estimated", done.estimated())
                .put("http_status", done.status())
                .put("provider", done.provider())
                .put("deployment", done.deployment())
                .put("upstream_model", done.upstreamModel())
                .put("attempts", attempts(done.attempts()))
                .put("first_byte_ms", done.firstByteMillis())
                .put("duration_ms", done.durationMillis())
                .put("unknown", usage.unknown() == null ? null : new JsonObject(usage.unknown()))
                .put("periods", startsByLimit())
                .put("content", usage.content())
                .put("made_here", origin.madeHere())
                .put("batch", batch.toString())
                .put("posted_at", postedAt.toString());
        return subject(row, done.subject());
    }

    private static JsonObject subject(JsonObject row, UsageFrame.Subject subject) {
        return row.put("account_id", subject.accountId())
                .put("key_id", subject.keyId())
                .put("limit_ids", new JsonArray(subject.limitIds()))
                .put("client_request_id", subject.clientRequestId())
                .put("group_name", subject.group())
                .put("model", subject.model())
                .put("endpoint", subject.endpoint())
                .put("stream", subject.stream())
                .put("admitted_at", Instant.ofEpochMilli(subject.admittedAt()).toString())
                .put("hold", subject.hold());
    }

    private static JsonObject counts(Map<String, Long> counts) {
        return new JsonObject(new TreeMap<>(counts));
    }

    private JsonObject startsByLimit() {
        JsonObject starts = new JsonObject();
        periods.forEach(period -> starts.put(period.limitId(), period.startsAt().toString()));
        return starts;
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
            attempts.add(json);
        }
        return attempts;
    }
}
