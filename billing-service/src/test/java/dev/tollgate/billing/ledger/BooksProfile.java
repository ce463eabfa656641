package dev.tollgate.billing.ledger;

import dev.tollgate.billing.payment.StripeProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Nothing happens to the books but what a test does: all rounds are its own. They are off, for a long interval
/// would still run each of them once, seconds after the start.
public final class BooksProfile extends StripeProfile {
    private static final List<String> ROUNDS = List.of(
            "lease.expire-every", "gift.expire-every", "usage.quiet-every", "mail.every", "alert.deliver-every");

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        ROUNDS.forEach(round -> config.put("tollgate.billing." + round, "off"));
        config.put("tollgate.billing.redemption.tries-max", "1000");
        return config;
    }
}
