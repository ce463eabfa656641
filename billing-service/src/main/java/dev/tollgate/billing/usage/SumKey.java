package dev.tollgate.billing.usage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What names one sum: when it starts, and whose it is. Its text is the row's id and the list's cursor.
///
/// @param startsAt Unix seconds, on the hour or at midnight
record SumKey(long startsAt, String accountId, String keyId, String group, String model) {
    private static final String BETWEEN = "\0";
    private static final int PARTS = 5;
    private static final long SECONDS_MAX =
            Instant.parse("9999-12-31T23:00:00Z").getEpochSecond();

    /// The order of a list of sums beside their start.
    static final List<String> SUBJECT = List.of("account_id", "key_id", "group_name", "model");

    String text() {
        String all = String.join(BETWEEN, Long.toString(startsAt), accountId, keyId, group, model);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.getBytes(StandardCharsets.UTF_8));
    }

    /// Nothing when the text is not one of ours.
    static Optional<SumKey> of(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            String[] parts =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().split(BETWEEN, -1);
            if (parts.length != PARTS) {
                return Optional.empty();
            }
            long startsAt = Long.parseLong(parts[0]);
            return startsAt < 0 || startsAt > SECONDS_MAX
                    ? Optional.empty()
                    : Optional.of(new SumKey(startsAt, parts[1], parts[2], parts[3], parts[4]));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// The columns of an interval's start, by their names.
    static Map<String, Object> start(long seconds) {
        OffsetDateTime moment = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
        return Map.of("day", moment.toLocalDate(), "hour", (short) moment.getHour());
    }

    static LocalDate day(long seconds) {
        return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /// What these columns say of it.
    List<Object> values(List<String> columns) {
        Map<String, Object> start = start(startsAt);
        List<Object> values = new ArrayList<>();
        for (String column : columns) {
            values.add(
                    switch (column) {
                        case "account_id" -> accountId;
                        case "key_id" -> keyId;
                        case "group_name" -> group;
                        case "model" -> model;
                        default -> start.getOrDefault(column, "");
                    });
        }
        return values;
    }
}
