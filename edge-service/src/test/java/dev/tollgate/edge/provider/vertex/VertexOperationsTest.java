package dev.tollgate.edge.provider.vertex;

import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class VertexOperationsTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return VertexAdapterTest.adapter();
    }
}
