package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.auth.v1.EmailChange;
import dev.tollgate.contract.auth.v1.PasswordChange;
import dev.tollgate.contract.auth.v1.PasswordProof;
import dev.tollgate.contract.auth.v1.ProfileCommand;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.TotpConfirmation;
import dev.tollgate.contract.auth.v1.TotpEnrolment;
import dev.tollgate.contract.auth.v1.TotpRemoval;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/// Auth's part of what users change of themselves.
@RegisterRestClient(configKey = "auth")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1/users/{id}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface ProfileClient {
    @PATCH
    @Path("/profile")
    Uni<UserView> change(@PathParam("id") String user, ProfileCommand command);

    @POST
    @Path("/password")
    Uni<Void> changePassword(
            @PathParam("id") String user, @QueryParam("session") @Nullable String session, PasswordChange command);

    @POST
    @Path("/email")
    Uni<Void> changeEmail(@PathParam("id") String user, EmailChange command);

    @POST
    @Path("/totp")
    Uni<TotpEnrolment> enrol(@PathParam("id") String user, PasswordProof proof);

    @POST
    @Path("/totp/confirm")
    Uni<RecoveryCodes> confirm(@PathParam("id") String user, TotpConfirmation confirmation);

    @POST
    @Path("/totp/remove")
    Uni<UserView> remove(@PathParam("id") String user, TotpRemoval removal);

    @DELETE
    @Path("/totp")
    Uni<UserView> takeOff(@PathParam("id") String user);

    @GET
    @Path("/sessions")
    Uni<Page<TokenView>> sessions(
            @PathParam("id") String user,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @POST
    @Path("/sessions/end")
    Uni<Void> endSessions(@PathParam("id") String user, @QueryParam("except") @Nullable String except);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
