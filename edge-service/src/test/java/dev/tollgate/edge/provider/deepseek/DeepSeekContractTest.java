package dev.tollgate.edge.provider.deepseek;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;

class DeepSeekContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new DeepSeekAdapter();
    }
}
