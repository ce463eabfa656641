package dev.tollgate.edge.metering;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.util.Arrays;
import java.util.List;

/// Decides what a request that ended is charged, and what it cost us (rules 17).
///
/// An answer in full is charged by the provider's usage. One cut short is charged nothing before the first upstream
/// event, and from then on its input and units in full and the output that was delivered, never more than the
/// provider counts. Where the provider has told the input alone, as some do at a stream's beginning, the output is
/// our own count.
public final class Meter {
    private static final List<UsageClass> OUTPUTS =
            Arrays.stream(UsageClass.values()).filter(UsageClass::isOutput).toList();

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
        Quantities told = end.toldTokens();
        Quantities tokens = charged.withoutUnits();
        return told == null ? incurred.tokens() > 0 : !(tokens.isEmpty() || tokens.equals(told));
    }

    private static Quantities charged(Consumption end) {
        return switch (end.outcome()) {
            case REFUSED -> Quantities.NONE;
            case COMPLETED -> tokens(end).plus(end.inUnits());
            case CANCELLED, CREDIT_EXHAUSTED, UPSTREAM_FAILED, INTERRUPTED, REVOKED ->
                end.began() ? delivered(end).plus(end.inUnits()) : Quantities.NONE;
        };
    }

    /// A provider that got nothing, or began nothing before it failed, charges us nothing.
    private static Quantities incurred(Consumption end) {
        if (end.usage() != null) {
            return tokens(end).plus(end.inUnits());
        }
        boolean works =
                switch (end.outcome()) {
                    case REFUSED -> false;
                    case UPSTREAM_FAILED -> end.began();
                    case COMPLETED, CREDIT_EXHAUSTED, INTERRUPTED -> true;
                    case CANCELLED, REVOKED -> end.sent();
                };
        return works ? end.counted().plus(end.units()) : Quantities.NONE;
    }

    private static Quantities tokens(Consumption end) {
        Quantities told = end.toldTokens();
        if (told == null) {
            return end.counted();
        }
        return told.output() == 0 ? told.with(end.outputClass(), end.delivered()) : told;
    }

    private static Quantities delivered(Consumption end) {
        Quantities usage = tokens(end);
        // Delivered text first, then what was delivered of reasoning, then of audio, then of pictures.
        long left = end.delivered();
        Quantities charged = usage;
        for (UsageClass kind : OUTPUTS) {
            long taken = Math.min(left, usage.get(kind));
            charged = charged.with(kind, taken);
            left -= taken;
        }
        return charged;
    }
}
