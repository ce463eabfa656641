package dev.tollgate.edge.provider.elevenlabs;

import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.OperationContract;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import java.util.Set;

class ElevenLabsContractTest extends OperationContract {
    @Override
    protected ProviderAdapter adapter() {
        return new ElevenLabsAdapter();
    }

    /// Sound alone.
    @Override
    protected Set<Operation> streamed() {
        return Set.of();
    }
}
