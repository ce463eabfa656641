package dev.tollgate.auth.key;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.IntrospectionRequest;
import dev.tollgate.contract.http.InternalPaths;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What edges ask when they meet a key they do not know.
@Tag(name = "Keys")
@Path(InternalPaths.INTROSPECT)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class IntrospectionResource {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final KeyRepository keys;
    private final IntrospectionMetrics metrics;

    IntrospectionResource(KeyRepository keys, IntrospectionMetrics metrics) {
        this.keys = keys;
        this.metrics = metrics;
    }

    @Operation(summary = "The key context of a hash; `key` is null for an unknown one.")
    @POST
    @Timeout(value = 5, unit = ChronoUnit.SECONDS)
    public Uni<Introspection> introspect(@Nullable IntrospectionRequest body) {
        String hash = Fault.required(body).keyHash();
        if (hash == null || !HASH.matcher(hash).matches()) {
            Fault.refuse(Fault.invalid("keyHash", "must be the lower-case hex of a SHA-256"));
        }
        return Panache.withSession(() -> keys.introspect(hash)).invoke(metrics::answered);
    }
}
