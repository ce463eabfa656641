package dev.tollgate.edge.provider.gemini;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;
import java.time.Instant;
import java.time.InstantSource;

class GeminiContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new GeminiAdapter(() -> "fresh", InstantSource.fixed(Instant.ofEpochSecond(1_760_000_000)));
    }
}
