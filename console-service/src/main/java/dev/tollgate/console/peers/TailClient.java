package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.billing.v1.UsageCsv;
import dev.tollgate.contract.billing.v1.UsageTail;
import dev.tollgate.contract.http.InternalPaths;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.annotation.RegisterClientHeaders;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/// What is asked of billing again and again while an answer goes on.
@RegisterRestClient(configKey = "billing")
@RegisterClientHeaders(BackgroundCall.class)
@Path(InternalPaths.USAGE)
@Produces(MediaType.APPLICATION_JSON)
interface TailClient {
    @GET
    @Path("/tail")
    Uni<UsageTail> tail(@QueryParam("account_id") String accountId, @QueryParam("since") @Nullable Long since);

    @GET
    @Path("/csv")
    Uni<UsageCsv> csv(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("key_id") @Nullable String keyId,
            @QueryParam("key_ids") @Nullable String keyIds,
            @QueryParam("model") @Nullable String model,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("endpoint") @Nullable String endpoint,
            @QueryParam("charge_min") @Nullable String chargeMin,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("after") @Nullable String after);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
