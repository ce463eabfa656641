package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The credit of several accounts in one answer; of each that was asked for, in that order.
public record Credits(List<CreditView> credits) {
    public Credits {
        credits = List.copyOf(credits);
    }

    /// Whose credit is asked for.
    public record Ask(@JsonProperty("account_ids") @Nullable List<String> accountIds) {}
}
