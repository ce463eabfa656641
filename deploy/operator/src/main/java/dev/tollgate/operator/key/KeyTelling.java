package dev.tollgate.operator.key;

import dev.tollgate.operator.condition.Conditions;
import dev.tollgate.operator.condition.Pace;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.resource.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Says what became of an ApiKey, and when to look again.
final class KeyTelling {
    private KeyTelling() {}

    static ApiKey.Status of(ApiKey key, ApiKey.Status before, Outcome outcome, Verdict verdict, Instant now) {
        Long generation = key.getMetadata().getGeneration();
        var conditions = Conditions.of(before, generation, now, List.of(verdict));
        if (!(outcome instanceof Outcome.Issued issued)) {
            return new ApiKey.Status(
                    generation,
                    conditions,
                    before.keyId(),
                    before.accountId(),
                    before.secretName(),
                    before.previousKeyId(),
                    before.previousUntil(),
                    null);
        }
        Optional<SeenKey> previous = issued.previous(now);
        return new ApiKey.Status(
                generation,
                conditions,
                issued.current().id(),
                issued.current().accountId(),
                KeySecrets.name(key),
                previous.map(SeenKey::id).orElse(null),
                previous.map(one -> Instant.ofEpochSecond(one.graceUntil()).toString())
                        .orElse(null),
                issued.rotatesAt().map(Instant::toString).orElse(null));
    }

    /// At the next rotation, or the end of a grace, if that is sooner than the next look.
    static Duration next(Outcome outcome, Pace pace, Instant now) {
        if (!(outcome instanceof Outcome.Issued issued)) {
            return pace.retry();
        }
        Stream<Instant> events = Stream.concat(
                issued.rotatesAt().stream(),
                issued.previous(now).stream().map(key -> Instant.ofEpochSecond(key.graceUntil())));
        return events.map(at -> Duration.between(now, at).plusMillis(1))
                .filter(wait -> wait.isPositive() && wait.compareTo(pace.resync()) < 0)
                .min(Duration::compareTo)
                .orElse(pace.resync());
    }
}
