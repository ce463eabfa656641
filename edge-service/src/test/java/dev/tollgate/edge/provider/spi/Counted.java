package dev.tollgate.edge.provider.spi;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageClass;

/// Usage for tests, in one line.
public final class Counted {
    private Counted() {}

    public static Quantities tokens(
            long input,
            long cachedInput,
            long cacheWrite,
            long audioInput,
            long imageInput,
            long output,
            long reasoning,
            long audioOutput) {
        return Quantities.of(input, output)
                .with(UsageClass.CACHED_INPUT, cachedInput)
                .with(UsageClass.CACHE_WRITE, cacheWrite)
                .with(UsageClass.AUDIO_INPUT, audioInput)
                .with(UsageClass.IMAGE_INPUT, imageInput)
                .with(UsageClass.REASONING, reasoning)
                .with(UsageClass.AUDIO_OUTPUT, audioOutput);
    }
}
