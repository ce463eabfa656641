package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.PriceList.Tier;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is known of a request at its end.
///
/// @param prices the route's tiers at admission
/// @param costs the deployment's own, or null when not known
/// @param input tokens by our own count, for when the provider tells none
/// @param units that count no tokens, by our own count, for when the provider tells none
/// @param usage as the provider told it, disjoint; null when it told none
/// @param delivered output tokens handed to the client, by our own count
/// @param outputClass of what was delivered, where only our own count tells
/// @param sent whether a provider had been sent the request when it ended
/// @param began whether a first upstream event came
public record Consumption(
        List<Tier> prices,
        @Nullable List<Tier> costs,
        long input,
        Quantities units,
        @Nullable Quantities usage,
        long delivered,
        UsageClass outputClass,
        boolean sent,
        boolean began,
        Outcome outcome) {
    /// Of text.
    public Consumption(
            List<Tier> prices,
            @Nullable List<Tier> costs,
            long input,
            Quantities units,
            @Nullable Quantities usage,
            long delivered,
            boolean sent,
            boolean began,
            Outcome outcome) {
        this(prices, costs, input, units, usage, delivered, UsageClass.OUTPUT, sent, began, outcome);
    }

    /// Tokens by our own count.
    Quantities counted() {
        return Quantities.NONE.with(UsageClass.INPUT, input).with(outputClass, delivered);
    }

    /// By the provider's word, or by our own count.
    Quantities inUnits() {
        Quantities told = usage == null ? Quantities.NONE : usage.units();
        return told.isEmpty() ? units : told;
    }

    /// The provider's count of tokens; null when it told none. One that tells units alone has told none.
    @Nullable
    Quantities toldTokens() {
        Quantities told = usage;
        return told == null || (told.tokens() == 0 && !told.units().isEmpty()) ? null : told.withoutUnits();
    }
}
