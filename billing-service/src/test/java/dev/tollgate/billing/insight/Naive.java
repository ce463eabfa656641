package dev.tollgate.billing.insight;

import dev.tollgate.billing.Stage;
import dev.tollgate.contract.id.RequestId;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/// An account's records, one by one, and what they come to by plain sums: what figures from roll-ups are held against.
record Naive(List<One> records) {
    record One(
            Instant at,
            String key,
            String model,
            String outcome,
            long charge,
            long uncollected,
            Map<String, Long> quantities,
            long duration,
            @Nullable Long firstByte) {
        boolean failed() {
            return outcome.equals("REFUSED") || outcome.equals("UPSTREAM_FAILED");
        }
    }

    static Naive of(Stage stage, String account) {
        List<One> records = new ArrayList<>();
        for (Row row : stage.sql("SELECT * FROM usage_record WHERE account_id = $1", account)) {
            Map<String, Long> quantities = new TreeMap<>();
            JsonObject json = row.getJsonObject("quantities");
            json.forEach(one -> quantities.put(one.getKey(), ((Number) one.getValue()).longValue()));
            records.add(new One(
                    Instant.ofEpochMilli(RequestId.millis(row.getUUID("request_id"))),
                    row.getString("key_id"),
                    row.getString("model"),
                    row.getString("outcome"),
                    row.getLong("charge"),
                    row.getLong("uncollected"),
                    quantities,
                    row.getLong("duration_ms"),
                    row.getLong("first_byte_ms")));
        }
        return new Naive(records);
    }

    Naive where(Predicate<One> wanted) {
        return new Naive(records.stream().filter(wanted).toList());
    }

    Naive between(Instant from, Instant to) {
        return where(one -> !one.at().isBefore(from) && one.at().isBefore(to));
    }

    long charge() {
        return records.stream().mapToLong(One::charge).sum();
    }

    long spend() {
        return charge() - records.stream().mapToLong(One::uncollected).sum();
    }

    long tokens() {
        return records.stream()
                .flatMap(one -> one.quantities().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    /// Exact but for percentiles, which are within a tenth.
    void assertTold(JsonPath json, String path) {
        String of = path + " of " + records.size();
        Assertions.assertThat(json.getLong(path + ".requests")).as(of).isEqualTo(records.size());
        Assertions.assertThat(json.getLong(path + ".failed"))
                .as(of)
                .isEqualTo(records.stream().filter(One::failed).count());
        Assertions.assertThat(json.getString(path + ".charge")).as(of).isEqualTo(Long.toString(charge()));
        Map<String, Long> outcomes = new TreeMap<>();
        Map<String, Long> quantities = new TreeMap<>();
        for (One one : records) {
            if (!one.outcome().equals("COMPLETED")) {
                outcomes.merge(one.outcome().toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
            one.quantities().forEach((name, count) -> quantities.merge(name, count, Long::sum));
        }
        quantities.values().removeIf(count -> count == 0);
        Assertions.assertThat(longs(json.getMap(path + ".outcomes"))).as(of).isEqualTo(outcomes);
        Assertions.assertThat(longs(json.getMap(path + ".quantities"))).as(of).isEqualTo(quantities);
        assertLatency(
                json,
                path + ".duration",
                records.stream()
                        .filter(one -> one.outcome().equals("COMPLETED"))
                        .map(One::duration));
        assertLatency(
                json, path + ".first_byte", records.stream().map(One::firstByte).filter(Objects::nonNull));
    }

    private static void assertLatency(JsonPath json, String path, Stream<? extends @Nullable Long> values) {
        List<Long> sorted = values.map(Objects::requireNonNull).sorted().toList();
        if (sorted.isEmpty()) {
            Assertions.assertThat(json.<Object>get(path)).as(path).isNull();
            return;
        }
        Assertions.assertThat(json.getLong(path + ".requests")).as(path).isEqualTo(sorted.size());
        for (int percent : List.of(50, 95)) {
            long exact = sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
            Assertions.assertThat((double) json.getLong(path + ".p" + percent + "_ms"))
                    .as("%s, p%d of %d", path, percent, sorted.size())
                    .isBetween(exact * 0.9, Math.max(1, exact * 1.1));
        }
    }

    private static Map<String, Long> longs(Map<String, ? extends Number> map) {
        Map<String, Long> longs = new TreeMap<>();
        map.forEach((name, number) -> longs.put(name, number.longValue()));
        return longs;
    }
}
