package dev.tollgate.contract.billing.v1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// A price of something other than tokens, as the catalogue file names it, and the class whose price it becomes.
public enum UnitPrice {
    /// One standard image.
    IMAGE(UsageClass.MILLI_IMAGES, 1_000),
    /// A thousand characters of text to be spoken.
    THOUSAND_CHARACTERS(UsageClass.CHARACTERS, 1_000),
    /// A minute of audio to be transcribed.
    AUDIO_MINUTE(UsageClass.AUDIO_MILLISECONDS, 60_000),
    /// One search of a reranker.
    SEARCH(UsageClass.SEARCHES, 1);

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final UsageClass usageClass;
    private final long counted;

    UnitPrice(UsageClass usageClass, long counted) {
        this.usageClass = usageClass;
        this.counted = counted;
    }

    /// The catalogue file's key: `audio_minute`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public UsageClass usageClass() {
        return usageClass;
    }

    /// What a million of the class cost when one such unit costs so much. Exact for all but minutes, whose 60,000
    /// milliseconds do not divide every price: those are rounded here, once, half to even.
    ///
    /// @param nanos nano-credits of one unit, not negative
    /// @throws ArithmeticException when the result exceeds a `long`
    public long nanosPerMillion(long nanos) {
        return BigDecimal.valueOf(nanos)
                .multiply(MILLION)
                .divide(BigDecimal.valueOf(counted), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
