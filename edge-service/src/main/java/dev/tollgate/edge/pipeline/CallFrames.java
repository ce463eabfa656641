package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.edge.catalogue.Route;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.endpoint.Bounds;
import dev.tollgate.edge.metering.Metered;
import dev.tollgate.edge.metering.PriceCalculator;
import dev.tollgate.edge.relay.AnswerReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the journal is told of a call. Pure.
final class CallFrames {
    private CallFrames() {}

    /// @param pricesKnownAt Unix milliseconds; 0 when not known
    static UsageFrame.Subject subject(Call call, Reservation reservation, long pricesKnownAt) {
        Route route = call.route();
        List<String> limits = new ArrayList<>(call.key().spendLimitIds());
        Collections.sort(limits);
        return new UsageFrame.Subject(
                call.exchange().id(),
                call.exchange().clientRequestId(),
                call.key().accountId(),
                call.key().keyId(),
                limits,
                route.group().id(),
                route.model().id(),
                call.operation(),
                call.asked().stream(),
                call.exchange().admittedAt(),
                route.priceVersion(),
                reservation.hold(),
                reservation.outageHold() == 0 ? null : (Long) reservation.outageHold(),
                pricesKnownAt == 0 ? null : (Long) pricesKnownAt,
                call.isLine() ? true : null);
    }

    /// Before the upstream write.
    static UsageFrame.Open open(Call call, Bounds bounds, UsageFrame.Subject subject) {
        Map<String, Long> units = bounds.unitsEstimate().byWireName();
        UsageClass output = call.asked().outputClass();
        return new UsageFrame.Open(
                UsageFrame.VERSION,
                subject,
                bounds.inputEstimate(),
                recoveryPrices(call, bounds),
                units.isEmpty() ? null : units,
                output == UsageClass.OUTPUT ? null : output.wireName());
    }

    /// With these a successor can price the request, should this process die.
    private static UsageFrame.RecoveryPrices recoveryPrices(Call call, Bounds bounds) {
        Map<UsageClass, Long> prices = PriceCalculator.tierOf(
                        call.route().price().tiers(), bounds.inputEstimate())
                .nanosPerMillion();
        Map<String, Long> ofUnits = new HashMap<>();
        for (UsageClass usage : UsageClass.values()) {
            if (bounds.unitsEstimate().get(usage) > 0) {
                ofUnits.put(usage.wireName(), prices.getOrDefault(usage, 0L));
            }
        }
        return new UsageFrame.RecoveryPrices(
                prices.getOrDefault(UsageClass.INPUT, 0L),
                prices.getOrDefault(call.asked().outputClass(), 0L),
                ofUnits.isEmpty() ? null : ofUnits);
    }

    /// The end of one that was answered from the cache: no provider was asked.
    static UsageFrame.Done cached(Call call, UsageFrame.Subject subject, Metered metered, long cachedPpm) {
        return new UsageFrame.Done(
                UsageFrame.CACHED_VERSION,
                subject,
                metered.charged().byWireName(),
                metered.charge().components(),
                metered.charge().total(),
                Map.of(),
                metered.providerCost(),
                UsageFrame.Outcome.COMPLETED,
                metered.estimated(),
                FromCache.OK,
                null,
                null,
                null,
                List.of(),
                null,
                call.exchange().elapsedMillis(),
                cachedPpm);
    }

    /// The end, and all that billing needs to charge.
    static UsageFrame.Done done(Call call, UsageFrame.Subject subject, AnswerReport report, Metered metered) {
        Target target = report.target();
        return new UsageFrame.Done(
                UsageFrame.VERSION,
                subject,
                metered.charged().byWireName(),
                metered.charge().components(),
                metered.charge().total(),
                metered.incurred().byWireName(),
                metered.providerCost(),
                report.outcome(),
                metered.estimated(),
                report.status(),
                target == null ? null : target.provider().id(),
                target == null ? null : target.id(),
                target == null ? null : target.deployment().upstreamModel(),
                report.attempts(),
                report.firstByteMillis(),
                call.exchange().elapsedMillis());
    }
}
