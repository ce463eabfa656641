package dev.tollgate.billing.usage;

import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.PriceList.DeploymentCost;
import dev.tollgate.contract.billing.v1.Pricing;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What providers charge us for a request, at the cost prices of the version that the edge named: for what answered
/// it, and for failed attempts that are charged for all the same (rules 17). Customers never pay the latter.
///
/// @param total nano-credits; null when something was incurred that no cost price is known for
/// @param attempts the failed attempts' part, by the attempt's position
record ProviderCost(@Nullable Long total, Map<Integer, Long> attempts) {
    private static final ProviderCost UNKNOWN = new ProviderCost(null, Map.of());

    ProviderCost {
        attempts = Map.copyOf(attempts);
    }

    @Nullable
    Long ofAttempt(int position) {
        return attempts.get(position);
    }

    /// @param version as the edge named it, or null when it is not known
    static ProviderCost of(UsageFrame.Done done, PriceList.@Nullable Version version) {
        Map<Integer, Long> attempts = new HashMap<>();
        long total = 0;
        try {
            if (!done.incurred().isEmpty()) {
                Long cost = cost(version, done.deployment(), done.incurred());
                if (cost == null) {
                    return UNKNOWN;
                }
                total = cost;
            }
            for (int i = 0; i < done.attempts().size(); i++) {
                UsageFrame.Attempt attempt = done.attempts().get(i);
                if (attempt.incurred() != null) {
                    Long cost = cost(
                            version, attempt.deployment(), attempt.incurred().quantities());
                    if (cost == null) {
                        return UNKNOWN;
                    }
                    attempts.put(i, cost);
                    total = Math.addExact(total, cost);
                }
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            return UNKNOWN;
        }
        return new ProviderCost(total, attempts);
    }

    private static @Nullable Long cost(
            PriceList.@Nullable Version version, @Nullable String deployment, Map<String, Long> incurred) {
        List<DeploymentCost> costs = version == null ? List.of() : version.costs();
        for (DeploymentCost cost : costs) {
            if (cost.deployment().equals(deployment)) {
                return Pricing.price(cost.tiers(), Quantities.ofWireNames(incurred))
                        .total();
            }
        }
        return null;
    }
}
