package dev.tollgate.edge.provider.jina;

import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;

class JinaContractTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new JinaAdapter();
    }
}
