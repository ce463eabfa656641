package dev.tollgate.billing.gift;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;

/// Lets tests of other packages end gifts whose time is over.
@Singleton
public class GiftRounds {
    private final GiftExpiry expiry;

    GiftRounds(GiftExpiry expiry) {
        this.expiry = expiry;
    }

    public Uni<Long> expire(Instant now) {
        return expiry.expire(now);
    }
}
