package dev.tollgate.edge.provider.azure;

import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;

class AzureContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return new AzureAdapter(new OpenAiAdapter());
    }
}
