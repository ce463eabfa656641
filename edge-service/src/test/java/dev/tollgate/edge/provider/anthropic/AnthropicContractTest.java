package dev.tollgate.edge.provider.anthropic;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;
import java.time.Instant;
import java.time.InstantSource;

class AnthropicContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new AnthropicAdapter(InstantSource.fixed(Instant.ofEpochSecond(1_760_000_000)));
    }
}
