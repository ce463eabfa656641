package dev.tollgate.edge.provider.cohere;

import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class CohereContractTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new CohereAdapter();
    }
}
