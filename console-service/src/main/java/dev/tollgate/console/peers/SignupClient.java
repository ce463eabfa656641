package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.auth.v1.MailedToken;
import dev.tollgate.contract.auth.v1.PasswordReset;
import dev.tollgate.contract.auth.v1.PasswordResetAsk;
import dev.tollgate.contract.auth.v1.SignupAnswer;
import dev.tollgate.contract.auth.v1.SignupCommand;
import dev.tollgate.contract.auth.v1.SignupOptions;
import dev.tollgate.contract.auth.v1.SignupResend;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/// Auth's sign-ups, and what else is done by links in mails.
@RegisterRestClient(configKey = "auth")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface SignupClient {
    @GET
    @Path("/signups/options")
    Uni<SignupOptions> options();

    @POST
    @Path("/signups")
    Uni<SignupAnswer> signUp(SignupCommand command);

    @POST
    @Path("/signups/confirm")
    Uni<Void> confirm(MailedToken token);

    @POST
    @Path("/signups/resend")
    Uni<Void> resend(SignupResend resend);

    @POST
    @Path("/password-resets")
    Uni<Void> askReset(PasswordResetAsk ask);

    @POST
    @Path("/password-resets/confirm")
    Uni<Void> reset(PasswordReset reset);

    @POST
    @Path("/email-confirmations")
    Uni<Void> confirmEmail(MailedToken token);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
