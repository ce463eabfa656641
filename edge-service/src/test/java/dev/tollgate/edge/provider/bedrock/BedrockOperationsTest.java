package dev.tollgate.edge.provider.bedrock;

import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class BedrockOperationsTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new BedrockAdapter();
    }
}
