package dev.tollgate.edge.provider.openai;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;

class OpenAiContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new OpenAiAdapter();
    }
}
