package dev.tollgate.edge.provider.mistral;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;

class MistralContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new MistralAdapter();
    }
}
