package dev.tollgate.edge.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Conditional GETs of whole snapshots. Their JSON may be megabytes, so it is read on a worker thread.
final class Conditional {
    private Conditional() {}

    static @Nullable String quoted(@Nullable String version) {
        return version == null ? null : '"' + version + '"';
    }

    /// Empty for a 304.
    static <T> Uni<Optional<T>> read(RestResponse<byte[]> answer, ObjectMapper json, Class<T> type) {
        if (answer.getStatus() == RestResponse.Status.NOT_MODIFIED.getStatusCode()) {
            return Uni.createFrom().item(Optional.empty());
        }
        byte[] body = answer.getEntity();
        return Uni.createFrom()
                .item(body)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(Unchecked.function(bytes -> Optional.of(json.readValue(bytes, type))));
    }
}
