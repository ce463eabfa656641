package dev.tollgate.edge.provider.bedrock;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

class BedrockContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new BedrockAdapter(() -> "0af7", Clock.fixed(Instant.ofEpochSecond(1_760_000_000), ZoneOffset.UTC));
    }
}
