package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.AccountTimeZone;
import dev.tollgate.contract.http.InternalPaths;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// The calls to billing that answer with files.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(InnerCall.class)
@Path(InternalPaths.STATEMENTS + "/{accountId}")
interface StatementClient {
    @GET
    @Path("/{month}.pdf")
    @Produces(MediaType.WILDCARD)
    Uni<byte[]> pdf(
            @PathParam("accountId") String accountId,
            @PathParam("month") String month,
            @QueryParam("name") @Nullable String name);

    @GET
    @Path("/{month}.csv")
    @Produces(MediaType.WILDCARD)
    Uni<byte[]> csv(
            @PathParam("accountId") String accountId,
            @PathParam("month") String month,
            @QueryParam("name") @Nullable String name);

    @GET
    @Path("/invoices/{month}.pdf")
    @Produces(MediaType.WILDCARD)
    Uni<byte[]> invoicePdf(
            @PathParam("accountId") String accountId,
            @PathParam("month") String month,
            @QueryParam("name") @Nullable String name);

    @GET
    @Path("/invoices/{month}.csv")
    @Produces(MediaType.WILDCARD)
    Uni<byte[]> invoiceCsv(
            @PathParam("accountId") String accountId,
            @PathParam("month") String month,
            @QueryParam("name") @Nullable String name);

    @PUT
    @Path("/time-zone")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Uni<AccountTimeZone> setTimeZone(@PathParam("accountId") String accountId, AccountTimeZone body);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
