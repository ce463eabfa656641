package dev.tollgate.operator.resource;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every resource tells of itself.
public interface Conditioned {
    /// The generation of the spec that the conditions speak of.
    @Nullable
    Long observedGeneration();

    @Nullable
    List<Condition> conditions();
}
