package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.contract.routing.v1.CatalogueOffer;
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

/// The objects of routing's catalogue.
@RegisterRestClient(configKey = "routing")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1/catalogue")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface CatalogueClient {
    @GET
    @Path("/offer")
    Uni<CatalogueOffer> offer();

    @GET
    @Path("/{kind}")
    Uni<Page<CatalogueObject>> page(
            @PathParam("kind") String kind,
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/{kind}/{id}")
    Uni<CatalogueObject> get(@PathParam("kind") String kind, @PathParam("id") String id);

    @POST
    @Path("/{kind}")
    Uni<CatalogueObject> create(@PathParam("kind") String kind, String definition);

    @PATCH
    @Path("/{kind}/{id}")
    Uni<CatalogueObject> change(@PathParam("kind") String kind, @PathParam("id") String id, String changes);

    @DELETE
    @Path("/{kind}/{id}")
    Uni<Void> delete(
            @PathParam("kind") String kind, @PathParam("id") String id, @QueryParam("version") @Nullable Long version);

    @POST
    @Path("/deployments/{id}/{what}")
    Uni<CatalogueObject> setDrained(@PathParam("id") String id, @PathParam("what") String what);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper strict) {
        return InnerCall.lenient(strict);
    }

    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return InnerCall.failure(response);
    }
}
