package dev.tollgate.billing.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.ExportedUsage;
import dev.tollgate.contract.billing.v1.UsageFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// One message: a revision of a record in the layout that is promised, under its account's key.
///
/// @param seq of its row in the outbox
/// @param account the key: messages of an account share a partition, and so have an order
/// @param value the JSON
record Message(long seq, String account, String value) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param record the row of the record as JSON
    /// @throws RuntimeException when it is not what records are
    static Message of(long seq, String record) {
        JsonObject row = new JsonObject(record);
        try {
            ExportedUsage usage = usage(row);
            return new Message(seq, usage.accountId(), JSON.writeValueAsString(usage));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExportedUsage usage(JsonObject row) {
        Long cost = row.getLong("provider_cost");
        return new ExportedUsage(
                ExportedUsage.SCHEMA,
                row.getString("request_id"),
                row.getInteger("revision"),
                row.getString("day"),
                row.getString("account_id"),
                row.getString("key_id"),
                row.getString("group_name"),
                row.getString("model"),
                row.getString("endpoint"),
                row.getBoolean("stream"),
                row.getString("client_request_id"),
                millis(row.getString("admitted_at")),
                millis(row.getString("posted_at")),
                row.getLong("price_version"),
                counts(row.getJsonObject("quantities"), Function.identity()),
                counts(row.getJsonObject("prices"), String::valueOf),
                counts(row.getJsonObject("components"), String::valueOf),
                row.getLong("charge"),
                row.getLong("uncollected"),
                counts(row.getJsonObject("incurred"), Function.identity()),
                cost == null ? null : cost.toString(),
                row.getString("outcome").toLowerCase(Locale.ROOT),
                row.getBoolean("estimated"),
                row.getInteger("http_status"),
                row.getString("provider"),
                row.getString("deployment"),
                row.getString("upstream_model"),
                attempts(row.getJsonArray("attempts")),
                row.getLong("first_byte_ms"),
                row.getLong("duration_ms"));
    }

    private static long millis(String time) {
        return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }

    private static <T> Map<String, T> counts(JsonObject json, Function<Long, T> value) {
        Map<String, T> counts = new TreeMap<>();
        json.forEach(entry -> counts.put(entry.getKey(), value.apply(((Number) entry.getValue()).longValue())));
        return counts;
    }

    private static List<UsageFrame.Attempt> attempts(JsonArray json) {
        List<UsageFrame.Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            JsonObject one = json.getJsonObject(i);
            attempts.add(new UsageFrame.Attempt(
                    one.getString("deployment"),
                    one.getString("result"),
                    one.getLong("millis"),
                    null,
                    one.getString("model")));
        }
        return attempts;
    }
}
