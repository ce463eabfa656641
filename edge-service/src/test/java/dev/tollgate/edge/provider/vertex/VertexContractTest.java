package dev.tollgate.edge.provider.vertex;

import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.provider.spi.ProviderAdapterContract;

class VertexContractTest extends ProviderAdapterContract {
    @Override
    protected ProviderAdapter adapter() {
        return VertexAdapterTest.adapter();
    }
}
