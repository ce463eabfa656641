package dev.tollgate.billing.edge;

import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.lease.ClosedBy;
import dev.tollgate.billing.lease.LeaseClosing;
import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.EdgeReleased;
import dev.tollgate.contract.billing.v1.EdgeView;
import dev.tollgate.contract.billing.v1.EpochRequest;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Where edges open and close their epochs, and operators release one that does not return (rules 1 and 2).
@Tag(name = "Edges")
@Path(InternalPaths.EDGES)
@Produces(MediaType.APPLICATION_JSON)
class EdgeResource {
    private final Pool pool;
    private final EdgeRepository edges;
    private final LeaseClosing closing;
    private final AuditLog audit;
    private final Clock clock;

    EdgeResource(Pool pool, EdgeRepository edges, LeaseClosing closing, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.edges = edges;
        this.closing = closing;
        this.audit = audit;
        this.clock = clock;
    }

    @Operation(summary = "All edges, with their epochs and what they hold.")
    @GET
    public Uni<List<EdgeView>> all() {
        return edges.all(pool, clock.instant());
    }

    @Operation(
            summary = "Opens the next epoch, which supersedes all lower ones; the same start id gives the same epoch.")
    @POST
    @Path("{edgeId}/epochs")
    public Uni<EdgeEpoch> open(@RestPath String edgeId, @Nullable EpochRequest body) {
        String id = Required.text(edgeId, "edgeId");
        String startId = Required.text(Required.body(body).startId(), "startId");
        Instant now = clock.instant();
        return pool.withTransaction(tx -> edges.ensure(tx, id, now)
                        .chain(() -> edges.lock(tx, id))
                        .chain(() -> edges.ofStart(tx, id, startId))
                        .flatMap(known -> known.isPresent()
                                ? Uni.createFrom().item(known.getAsLong())
                                : edges.next(tx, id, startId, now)))
                .map(epoch -> new EdgeEpoch(id, epoch, clock.millis()));
    }

    /// The journal of an epoch is shipped whole: its leases end and what is left in flight becomes interrupted
    /// usage.
    ///
    /// @param by the caller's own epoch: this one or a newer one, and the edge's newest
    @Operation(
            summary =
                    "Ends an epoch whose journal is shipped whole: its leases end, what is left in flight becomes interrupted usage.")
    @POST
    @Path("{edgeId}/epochs/{epoch}/close")
    public Uni<EdgeReleased> close(
            @RestPath String edgeId, @RestPath String epoch, @RestQuery("by") @Nullable String by) {
        String id = Required.text(edgeId, "edgeId");
        long closed = Required.number(epoch, "epoch");
        long caller = Required.number(by, "by");
        Instant now = clock.instant();
        return pool.withTransaction(tx -> edges.lock(tx, id).flatMap(newest -> {
            long known = orNotFound(newest);
            if (caller < closed || caller != known) {
                throw new ServiceException(
                        ErrorCode.CONFLICT, "Only the newest epoch of this edge may close its own or an earlier one.");
            }
            return close(tx, id, closed, now);
        }));
    }

    private Uni<EdgeReleased> close(SqlConnection tx, String id, long epoch, Instant now) {
        return edges.close(tx, id, epoch, now).flatMap(found -> {
            if (!found) {
                throw new ServiceException(ErrorCode.NOT_FOUND, "This edge has no such epoch.");
            }
            return closing.ofEdge(tx, id, epoch, epoch, ClosedBy.SUCCESSOR, now);
        });
    }

    /// Releases all that an edge holds, now. One that is alive after all goes on with new leases; what it has spent
    /// meanwhile is late usage.
    @Operation(summary = "Releases all that an edge holds, now.")
    @POST
    @Path("{edgeId}/release")
    public Uni<EdgeReleased> release(@RestPath String edgeId) {
        String id = Required.text(edgeId, "edgeId");
        Instant now = clock.instant();
        return pool.withTransaction(tx -> edges.lock(tx, id)
                .flatMap(newest -> closing.ofEdge(tx, id, 0, orNotFound(newest), ClosedBy.OPERATOR, now))
                .call(released -> audit.note(tx, "edge.release", id, released)));
    }

    private static long orNotFound(OptionalLong newest) {
        return newest.orElseThrow(() -> new ServiceException(ErrorCode.NOT_FOUND, "There is no such edge."));
    }
}
