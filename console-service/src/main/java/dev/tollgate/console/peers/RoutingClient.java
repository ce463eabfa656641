package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import dev.tollgate.contract.routing.v1.CredentialCommand;
import dev.tollgate.contract.routing.v1.CredentialRotation;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// Routing's catalogue and credentials.
@RegisterRestClient(configKey = "routing")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface RoutingClient {
    @GET
    @Path("/catalogue/status")
    Uni<CatalogueStatus> status();

    @GET
    @Path("/groups")
    Uni<List<Catalogue.Group>> groups();

    @PUT
    @Path("/credentials/{provider}")
    Uni<Void> setCredential(@PathParam("provider") String provider, CredentialCommand command);

    @POST
    @Path("/credentials/rotate")
    Uni<CredentialRotation> rotateCredentials();

    @GET
    @Path("/audit")
    Uni<Page<AuditEntryView>> audit(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
