package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.Quantities;
import org.jspecify.annotations.Nullable;

/// The two books of one request.
///
/// @param charged what the customer pays for
/// @param incurred what the provider charges us for
/// @param providerCost nano-credits, or null when the deployment has no cost prices
/// @param estimated our own count stood in for the provider's
public record Metered(
        Quantities charged,
        Charge charge,
        Quantities incurred,
        @Nullable Long providerCost,
        boolean estimated) {}
