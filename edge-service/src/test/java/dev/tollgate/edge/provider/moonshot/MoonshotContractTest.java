package dev.tollgate.edge.provider.moonshot;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;

class MoonshotContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new MoonshotAdapter();
    }
}
