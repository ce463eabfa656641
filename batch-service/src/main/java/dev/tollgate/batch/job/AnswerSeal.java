package dev.tollgate.batch.job;

import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedBytes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Seals answers until they are in their batch's files, each for its line alone: neither Postgres nor its log
/// of changes tells them. Without a master key the service does not start.
@Singleton
class AnswerSeal {
    private final MasterKeys keys;

    AnswerSeal(@ConfigProperty(name = "tollgate.master-keys") String keys) {
        this.keys = MasterKeys.parse(keys);
    }

    SealedBytes seal(byte[] answer, String batchId, int number) {
        return keys.seal(answer, owner(batchId, number));
    }

    /// @throws IllegalStateException when no master key opens it: its batch does not end before one does
    byte[] open(SealedBytes sealed, String batchId, int number) {
        try {
            return keys.open(sealed, owner(batchId, number));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the answer of line " + number + " of " + batchId + " cannot be opened, which " + sealed.keyId()
                            + " of TOLLGATE_MASTER_KEYS sealed: " + e.getMessage(),
                    e);
        }
    }

    /// Never a provider's or deployment's: the ciphertext of one cannot pass for the other.
    private static String owner(String batchId, int number) {
        return "batch-line:" + batchId + ":" + number;
    }
}
