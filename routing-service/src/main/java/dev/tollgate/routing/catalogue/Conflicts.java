package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.catalogue.Kind.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Refuses a change that would leave the catalogue with an object that has no effect.
final class Conflicts {
    private static final int TOLD = 5;

    private Conflicts() {}

    /// @param changed what the change is about: its own problems are told by field
    static void refuse(Merged before, Merged after, Named changed) {
        List<Problem> own = after.conflicts().get(changed);
        if (own != null) {
            Problem first = own.getFirst();
            String all = own.stream()
                    .limit(TOLD)
                    .map(problem -> problem.field() + " " + problem.message())
                    .collect(Collectors.joining("; "));
            throw new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, all + ".", first.field()));
        }
        Map<Named, List<Problem>> others = new HashMap<>(after.conflicts());
        others.keySet().removeAll(before.conflicts().keySet());
        if (!others.isEmpty()) {
            throw new ServiceException(
                    ErrorCode.CONFLICT,
                    "The " + changed + " is in use, and others would be without it: " + told(others));
        }
    }

    private static String told(Map<Named, List<Problem>> conflicts) {
        return conflicts.entrySet().stream()
                .map(entry ->
                        entry.getKey() + " (" + entry.getValue().getFirst().field() + " "
                                + entry.getValue().getFirst().message() + ")")
                .sorted()
                .limit(TOLD)
                .collect(Collectors.joining(", ", "", "."));
    }
}
