package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// Auth's invitations.
@RegisterRestClient(configKey = "auth")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1/invitations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface InvitationClient {
    @GET
    Uni<Page<InvitationView>> list(
            @QueryParam("account_id") @Nullable String account,
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @POST
    Uni<InvitationView> make(
            @QueryParam("account_id") @Nullable String account, @QueryParam("by") String by, InvitationCommand command);

    @POST
    @Path("/{id}/resend")
    Uni<InvitationView> resend(@PathParam("id") String id, @QueryParam("account_id") @Nullable String account);

    @POST
    @Path("/{id}/revoke")
    Uni<InvitationView> revoke(@PathParam("id") String id, @QueryParam("account_id") @Nullable String account);

    @POST
    @Path("/look")
    Uni<InvitationView> look(MailedToken token);

    @POST
    @Path("/accept")
    Uni<InvitationView> accept(@QueryParam("user") String user, MailedToken token);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
