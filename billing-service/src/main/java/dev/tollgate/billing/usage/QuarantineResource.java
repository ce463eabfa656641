package dev.tollgate.billing.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.audit.AuditLog;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.QuarantinedFrame;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// What operators do with frames that billing could not count (rules 14).
@Tag(name = "Usage")
@Path(InternalPaths.USAGE + "/quarantine")
@Produces(MediaType.APPLICATION_JSON)
class QuarantineResource {
    private final Pool pool;
    private final QuarantineRepository quarantine;
    private final Ingest ingest;
    private final AuditLog audit;
    private final ObjectMapper json;
    private final Clock clock;

    QuarantineResource(
            Pool pool, QuarantineRepository quarantine, Ingest ingest, AuditLog audit, ObjectMapper json, Clock clock) {
        this.pool = pool;
        this.quarantine = quarantine;
        this.ingest = ingest;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    @Operation(summary = "Frames that could not be counted, newest first.")
    @GET
    public Uni<Page<QuarantinedFrame>> page(
            @RestQuery @Nullable String after, @RestQuery @Nullable String before, @RestQuery @Nullable Integer limit) {
        PageAsk ask = PageAsk.of(after, before, limit);
        long cursor = before != null
                ? Required.number(before, "before")
                : after != null ? Required.number(after, "after") : Long.MAX_VALUE;
        return quarantine
                .page(pool, cursor, ask.backwards(), ask.limit() + 1)
                .map(frames -> ask.page(frames, QuarantinedFrame::id));
    }

    /// Tries a frame again. It stays in quarantine if it is still not understood; otherwise it is counted once,
    /// even when two operators do this at the same time.
    @Operation(summary = "Tries a frame again; it is counted once.")
    @POST
    @Path("{id}/repost")
    public Uni<UsageAnswer> repost(@RestPath String id) {
        long number = Required.number(id, "id");
        return quarantine
                .one(pool, number)
                .map(found -> found.orElseThrow(
                        () -> new ServiceException(ErrorCode.NOT_FOUND, "There is no such frame in quarantine.")))
                // Noted first: a frame is never counted by an operator without a trace.
                .call(frame -> pool.withTransaction(
                        tx -> audit.note(tx, "quarantine.repost", id, Map.of("edge_id", frame.edgeId()))))
                .flatMap(frame -> ingest.take(new Origin(frame.edgeId(), frame.epoch(), false), List.of(read(frame))))
                .flatMap(results -> results.contains(UsageAnswer.Result.QUARANTINED)
                        ? Uni.createFrom().item(results)
                        : quarantine.resolve(pool, number, clock.instant()).replaceWith(results))
                .map(UsageAnswer::new);
    }

    private JsonNode read(QuarantinedFrame frame) {
        try {
            return json.readTree(frame.raw());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame in quarantine is not JSON", e);
        }
    }
}
