package dev.tollgate.routing.catalogue;

import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A change of what is managed, as management asks for it.
interface Edit {
    /// Judged again whenever somebody else was faster.
    ///
    /// @return null when it is so already
    /// @throws dev.tollgate.contract.error.ServiceException when it is refused
    @Nullable
    Plan on(Merged before);

    /// @param after all that is managed then
    /// @param writes what the change's transaction does beside publishing
    /// @param forgotten providers whose secret is dropped
    record Plan(Merged after, Supplier<Uni<Void>> writes, Set<String> forgotten) {
        public Plan {
            forgotten = Set.copyOf(forgotten);
        }
    }
}
