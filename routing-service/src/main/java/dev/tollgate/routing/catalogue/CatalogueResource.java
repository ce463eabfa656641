package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Conflict;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The snapshot, its status and its groups. All from memory.
@NonBlocking
@Tag(name = "Catalogue")
@Path(InternalPaths.ROOT)
@Produces(MediaType.APPLICATION_JSON)
public class CatalogueResource {
    private final CatalogueWatch watch;

    CatalogueResource(CatalogueWatch watch) {
        this.watch = watch;
    }

    /// The whole snapshot, or 304 when the asker has it.
    @Operation(summary = "The whole catalogue, or 304 when the asker has it.")
    @GET
    @Path("/catalogue")
    public RestResponse<Buffer> catalogue(@RestHeader(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        InForce inForce = served();
        RestResponse.ResponseBuilder<Buffer> answer = has(known, inForce.etag())
                ? RestResponse.ResponseBuilder.create(RestResponse.Status.NOT_MODIFIED)
                : RestResponse.ResponseBuilder.ok(inForce.json(), MediaType.APPLICATION_JSON_TYPE);
        return answer.header(HttpHeaders.ETAG, inForce.etag())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }

    @Operation(summary = "Which catalogue is in force, and the problems of the file on disk.")
    @GET
    @Path("/catalogue/status")
    public CatalogueStatus status() {
        InForce inForce = watch.inForce();
        if (inForce == null) {
            return new CatalogueStatus("", "", 0, 0, 0, 0, watch.problems(), conflicts());
        }
        Catalogue catalogue = inForce.catalogue();
        return new CatalogueStatus(
                catalogue.version(),
                catalogue.fileHash(),
                inForce.publishedAt().getEpochSecond(),
                catalogue.models().size(),
                catalogue.deployments().size(),
                catalogue.groups().size(),
                watch.problems(),
                conflicts());
    }

    private List<Conflict> conflicts() {
        Merged merged = watch.merged();
        return merged == null ? List.of() : merged.told();
    }

    @Operation(summary = "What the catalogue in force offers, without addresses and credentials.")
    @GET
    @Path("/catalogue/offer")
    public CatalogueOffer offer() {
        return Offers.of(served().catalogue(), watch.merged());
    }

    @Operation(summary = "The groups of the catalogue in force.")
    @GET
    @Path("/groups")
    public List<Catalogue.Group> groups() {
        // What guards them is for edges: operators are shown it by name.
        return served().catalogue().groups().stream()
                .map(Catalogue.Group::unguarded)
                .toList();
    }

    private InForce served() {
        InForce inForce = watch.inForce();
        if (inForce == null) {
            throw new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, "There is no catalogue yet.");
        }
        return inForce;
    }

    private static boolean has(@Nullable String header, String etag) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .map(String::strip)
                        .anyMatch(known -> known.equals(etag) || known.equals("W/" + etag));
    }
}
