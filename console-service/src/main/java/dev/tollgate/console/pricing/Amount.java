package dev.tollgate.console.pricing;

import dev.tollgate.contract.billing.v1.UnitPrice;
import dev.tollgate.contract.billing.v1.UsageClass;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/// Prices as people read and write them: credits per million tokens, or per unit.
final class Amount {
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private Amount() {}

    /// Nano-credits as they are shown: of tokens per million, of units each.
    static long shown(UsageClass usage, long nanosPerMillion) {
        return exact(usage, nanosPerMillion).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    }

    /// What the catalogue's words say of this price, the group's multiplier taken out.
    static String written(UsageClass usage, long nanosPerMillion, long multiplierPpm) {
        return exact(usage, nanosPerMillion)
                .multiply(MILLION)
                .divide(BigDecimal.valueOf(multiplierPpm), MathContext.DECIMAL128)
                .movePointLeft(NANO_DIGITS)
                .setScale(NANO_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /// The catalogue's word for a class, or for the unit that it counts parts of.
    static String key(UsageClass usage) {
        return Arrays.stream(UnitPrice.values())
                .filter(unit -> unit.usageClass() == usage)
                .map(UnitPrice::key)
                .findFirst()
                .orElse(usage.wireName());
    }

    private static BigDecimal exact(UsageClass usage, long nanosPerMillion) {
        BigDecimal nanos = BigDecimal.valueOf(nanosPerMillion);
        return switch (usage) {
            case MILLI_IMAGES, CHARACTERS -> nanos.movePointLeft(3);
            case AUDIO_MILLISECONDS ->
                nanos.multiply(BigDecimal.valueOf(60_000)).movePointLeft(6);
            case SEARCHES -> nanos.movePointLeft(6);
            case INPUT,
                    CACHED_INPUT,
                    CACHE_WRITE,
                    AUDIO_INPUT,
                    IMAGE_INPUT,
                    OUTPUT,
                    REASONING,
                    AUDIO_OUTPUT,
                    IMAGE_OUTPUT -> nanos;
        };
    }
}
