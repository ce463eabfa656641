package dev.tollgate.billing.usage;

import dev.tollgate.contract.id.RequestId;
import org.jspecify.annotations.Nullable;

/// A record that is to be charged.
///
/// @param index of its frame
/// @param corrected what is stored of the request already, or null for a new one
record Bill(int index, RecordRow row, RecordRepository.@Nullable Known corrected) {
    String accountId() {
        return row.usage().done().subject().accountId();
    }

    /// What is to be charged, in nano-credits; below 0 when a correction gives back.
    long amount() {
        return row.charge().amount() - (corrected == null ? 0 : corrected.charge());
    }

    String kind() {
        return corrected == null ? "usage" : "correction";
    }

    /// Names its ledger transaction: shared by all new records of a batch, a day and an account.
    String reference() {
        return corrected == null
                ? row.batch() + "/" + RequestId.day(row.usage().requestId()) + "/" + accountId()
                : row.usage().requestId() + "/" + revision();
    }

    /// What the record's revision is once this is charged.
    int revision() {
        return corrected == null ? 1 : corrected.revision() + 1;
    }

    /// How much of it was reserved from outage credit.
    long outage() {
        Long hold = row.usage().done().subject().outageHold();
        return hold == null ? 0 : Math.max(0, hold);
    }

    boolean isMismatched() {
        return !row.origin().madeHere()
                && row.charge().amount() != row.usage().done().charge();
    }
}
