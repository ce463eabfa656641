package dev.tollgate.console.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountNote;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.KeyUsers;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.KeyWorkloads;
import dev.tollgate.contract.auth.v1.RevokeKey;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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

/// Auth's management of accounts and keys.
@RegisterRestClient(configKey = "auth")
@RegisterClientHeaders(InnerCall.class)
@Path("/internal/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface AuthClient {
    @POST
    @Path("/accounts")
    Uni<AccountView> createAccount(
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey, AccountCommand command);

    @GET
    @Path("/accounts")
    Uni<Page<AccountView>> accounts(
            @QueryParam("search") @Nullable String search,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/accounts/{id}")
    Uni<AccountView> account(@PathParam("id") String id);

    @PATCH
    @Path("/accounts/{id}")
    Uni<AccountView> changeAccount(@PathParam("id") String id, AccountCommand command);

    @POST
    @Path("/accounts/{id}/notes")
    Uni<Void> note(@PathParam("id") String id, AccountNote note);

    @POST
    @Path("/keys")
    Uni<CreatedKey> createKey(
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @QueryParam("purpose") @Nullable KeyPurpose purpose,
            KeyCommand command);

    @GET
    @Path("/keys")
    Uni<Page<KeyView>> keys(
            @QueryParam("account_id") @Nullable String accountId,
            @QueryParam("search") @Nullable String search,
            @QueryParam("status") @Nullable String status,
            @QueryParam("purpose") @Nullable KeyPurpose purpose,
            @QueryParam("after") @Nullable String after,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") int limit);

    @GET
    @Path("/keys/users")
    Uni<KeyUsers> keyUsers(@QueryParam("account_id") String accountId, @QueryParam("user_id") @Nullable String userId);

    @GET
    @Path("/keys/workloads")
    Uni<KeyWorkloads> keyWorkloads(
            @QueryParam("account_id") String accountId, @QueryParam("namespace") @Nullable String namespace);

    @GET
    @Path("/keys/{id}")
    Uni<KeyView> key(@PathParam("id") String id);

    @PATCH
    @Path("/keys/{id}")
    Uni<KeyView> changeKey(@PathParam("id") String id, KeyCommand command);

    @POST
    @Path("/keys/{id}/rotate")
    Uni<CreatedKey> rotateKey(@PathParam("id") String id, RotateKey command);

    @POST
    @Path("/keys/{id}/revoke")
    Uni<KeyView> revokeKey(@PathParam("id") String id, RevokeKey command);

    @GET
    @Path("/audit")
    Uni<Page<AuditEntryView>> audit(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("account_id") @Nullable String accountId,
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
