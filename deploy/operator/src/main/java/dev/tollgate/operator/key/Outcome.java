package dev.tollgate.operator.key;

import dev.tollgate.operator.condition.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of an ApiKey.
sealed interface Outcome {
    Verdict verdict(Instant now);

    /// @param keys all of the resource's
    /// @param rotatesAt by itself
    record Issued(SeenKey current, List<SeenKey> keys, Optional<Instant> rotatesAt) implements Outcome {
        @Override
        public Verdict verdict(Instant now) {
            long expiry = current.view().path("expires_at").asLong();
            if (expiry != 0 && expiry <= now.getEpochSecond()) {
                return Verdict.unready("Expired", "expired at " + Instant.ofEpochSecond(expiry));
            }
            return "DISABLED".equals(current.view().path("status").asText())
                    ? Verdict.unready("Disabled", "is refused, as the spec says")
                    : Verdict.ready("Issued", "the Secret has the key");
        }

        /// The rotated key that works longest.
        Optional<SeenKey> previous(Instant now) {
            return keys.stream()
                    .filter(key -> !key.revoked() && key.graceUntil() > now.getEpochSecond())
                    .reduce((one, other) -> one.graceUntil() >= other.graceUntil() ? one : other);
        }
    }

    record Stuck(Verdict told) implements Outcome {
        @Override
        public Verdict verdict(Instant now) {
            return told;
        }
    }
}
