package dev.tollgate.edge.provider.anthropic;

import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class AnthropicOperationsTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new AnthropicAdapter();
    }
}
