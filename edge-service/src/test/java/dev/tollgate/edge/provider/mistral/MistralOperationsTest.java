package dev.tollgate.edge.provider.mistral;

import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class MistralOperationsTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new MistralAdapter();
    }
}
