package dev.tollgate.billing.lease;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Lets tests of other packages end leases whose hold is over.
@Singleton
public class LeaseRounds {
    private final LeaseExpiry expiry;

    LeaseRounds(LeaseExpiry expiry) {
        this.expiry = expiry;
    }

    public Uni<Integer> expire() {
        return expiry.expire();
    }
}
