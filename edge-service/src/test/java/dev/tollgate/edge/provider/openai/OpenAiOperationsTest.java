package dev.tollgate.edge.provider.openai;

import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class OpenAiOperationsTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new OpenAiAdapter();
    }
}
