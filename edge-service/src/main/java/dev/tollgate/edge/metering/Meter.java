package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;

/// Decides what a request that ended is charged, and what it cost us (rules 17).
///
/// An answer in full is charged by the provider's usage. One cut short is charged nothing before the first upstream
/// event, and from then on its input in full and the output that was delivered, never more than the provider
/// counts.
public final class Meter {
    private Meter() {}

    public static Metered finish(Consumption end) {
        Quantities charged = charged(end);
        Quantities incurred = incurred(end);
        return new Metered(
                charged,
                charged.isEmpty() ? Charge.NOTHING : PriceCalculator.charge(end.prices(), charged),
                incurred,
                end.costs() == null
                        ? null
                        : PriceCalculator.charge(end.costs(), incurred).total(),
                isEstimated(end, charged, incurred));
    }

    /// Our own count stood in for the provider's: it told none, or what was delivered is less than it tells.
    private static boolean isEstimated(Consumption end, Quantities charged, Quantities incurred) {
        return !incurred.isEmpty() && (end.usage() == null || !(charged.isEmpty() || charged.equals(end.usage())));
    }

    private static Quantities charged(Consumption end) {
        return switch (end.outcome()) {
            case REFUSED -> Quantities.NONE;
            case COMPLETED -> end.usage() == null ? Quantities.of(end.input(), end.delivered()) : end.usage();
            case CANCELLED, CREDIT_EXHAUSTED, UPSTREAM_FAILED, INTERRUPTED, REVOKED ->
                end.began() ? delivered(end) : Quantities.NONE;
        };
    }

    /// A provider that got nothing, or began nothing before it failed, charges us nothing.
    private static Quantities incurred(Consumption end) {
        if (end.usage() != null) {
            return end.usage();
        }
        boolean works =
                switch (end.outcome()) {
                    case REFUSED -> false;
                    case UPSTREAM_FAILED -> end.began();
                    case COMPLETED, CREDIT_EXHAUSTED, INTERRUPTED -> true;
                    case CANCELLED, REVOKED -> end.sent();
                };
        return works ? Quantities.of(end.input(), end.delivered()) : Quantities.NONE;
    }

    private static Quantities delivered(Consumption end) {
        Quantities usage = end.usage();
        if (usage == null) {
            return Quantities.of(end.input(), end.delivered());
        }
        // Delivered text first, then what was delivered of reasoning, then of audio.
        long left = end.delivered();
        Quantities charged = usage;
        for (UsageClass kind : new UsageClass[] {UsageClass.OUTPUT, UsageClass.REASONING, UsageClass.AUDIO_OUTPUT}) {
            long taken = Math.min(left, usage.get(kind));
            charged = charged.with(kind, taken);
            left -= taken;
        }
        return charged;
    }
}
