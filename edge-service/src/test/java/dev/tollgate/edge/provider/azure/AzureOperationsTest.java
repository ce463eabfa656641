package dev.tollgate.edge.provider.azure;

import dev.tollgate.edge.provider.openai.OpenAiAdapter;
import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class AzureOperationsTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new AzureAdapter(new OpenAiAdapter());
    }
}
