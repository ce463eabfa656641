package dev.tollgate.billing.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.billing.internal.PageAsk;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.billing.sighting.Sightings;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Where edges ship what their journals hold, and where records are read.
@Tag(name = "Usage")
@Path(InternalPaths.USAGE)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class UsageResource {
    private final Ingest ingest;
    private final UsageViews views;
    private final Sightings sightings;
    private final UsageConfig config;

    UsageResource(Ingest ingest, UsageViews views, Sightings sightings, UsageConfig config) {
        this.ingest = ingest;
        this.views = views;
        this.sightings = sightings;
        this.config = config;
    }

    /// Reads the batch as a tree: a frame that does not parse is quarantined, not refused.
    @Operation(
            summary = "Takes a batch of the journal's frames and answers for each: posted, duplicate or quarantined.")
    @POST
    public Uni<UsageAnswer> take(@Nullable JsonNode body) {
        JsonNode batch = Required.body(body);
        String edgeId = Required.text(batch.path("edgeId").asText(null), "edgeId");
        if (!batch.path("epoch").canConvertToLong() || !batch.path("epoch").isIntegralNumber()) {
            throw Required.invalid("epoch", "epoch must be a whole number.");
        }
        JsonNode frames = batch.path("frames");
        if (!frames.isArray()) {
            throw Required.invalid("frames", "frames must be a list.");
        }
        if (frames.size() > config.framesMax()) {
            throw Required.invalid("frames", "At most " + config.framesMax() + " frames travel in one batch.");
        }
        List<JsonNode> nodes = new ArrayList<>();
        frames.forEach(nodes::add);
        sightings.note(edgeId);
        Origin origin = new Origin(edgeId, batch.path("epoch").asLong(), false);
        return ingest.take(origin, nodes).map(UsageAnswer::new);
    }

    @Operation(summary = "One request's record.")
    @GET
    @Path("{requestId}")
    public Uni<UsageRecordView> one(@RestPath String requestId) {
        UUID id = uuid(requestId, "request_id");
        return views.one(id)
                .map(found -> found.orElseThrow(
                        () -> new ServiceException(ErrorCode.NOT_FOUND, "There is no usage record of this request.")));
    }

    @Operation(summary = "Usage records, newest first. A page may be short and have more: then the rest is further on.")
    @GET
    public Uni<Page<UsageRecordView>> page(
            @BeanParam UsageFilter filter,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        return views.page(filter.within(after, before), PageAsk.of(after, before, limit));
    }

    static Instant moment(String value, String param) {
        long seconds = Required.number(value, param);
        if (seconds > Instant.MAX.getEpochSecond() / 1_000_000) {
            throw Required.invalid(param, param + " is too large.");
        }
        return Instant.ofEpochSecond(seconds);
    }

    static UUID uuid(String value, String param) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw Required.invalid(param, param + " is not the id of a request.");
        }
    }
}
