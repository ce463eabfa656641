package dev.tollgate.routing.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.routing.catalogue.Managed.ManagedObject;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What routing must keep so that prices stay true: a managed model's were judged by what it served when the draft
/// was made, so that it never serves anything else under its id. Nothing is free by what nobody thought of.
final class Prices {
    private Prices() {}

    /// @throws ServiceException 400 when a model would come to serve other endpoints
    static void refuseOtherOperations(ManagedObject object, @Nullable ManagedObject old) {
        if (object.kind() != Kind.MODEL || old == null) {
            return;
        }
        Set<String> before = operations(old.definition());
        if (!operations(object.definition()).equals(before)) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.INVALID_VALUE,
                    "capabilities: this model's prices were published for "
                            + String.join(", ", before.stream().sorted().toList())
                            + "; what serves other endpoints needs an id of its own.",
                    "capabilities"));
        }
    }

    private static Set<String> operations(ObjectNode definition) {
        Set<String> named = new HashSet<>();
        definition.path("capabilities").forEach(capability -> named.add(capability.asText()));
        Set<String> operations = ModelReader.operations(named);
        return operations.isEmpty() ? Set.of("chat") : operations;
    }
}
