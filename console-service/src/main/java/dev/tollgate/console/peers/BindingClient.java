package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.auth.v1.SpendLimitBindingCommand;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/// Auth's bindings of accounts to spend limits.
@RegisterRestClient(configKey = "auth")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1/accounts/{id}/spend-limits/{limitId}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface BindingClient {
    @PUT
    Uni<Void> bind(@PathParam("id") String id, @PathParam("limitId") String limitId, SpendLimitBindingCommand command);

    @DELETE
    Uni<Void> unbind(@PathParam("id") String id, @PathParam("limitId") String limitId);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
