package dev.tollgate.console.keys;

import dev.tollgate.console.access.InBody;
import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.error.Body;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.peers.AuthPeer;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.RevokeKey;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// API keys.
@Tag(name = "Keys")
@Path("/api/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
public class KeyResource {
    private final AuthPeer authPeer;
    private final KeyReferences references;
    private final KeyRights rights;
    private final KeyUsers users;

    @Inject
    KeyResource(AuthPeer authPeer, KeyReferences references, KeyRights rights, KeyUsers users) {
        this.authPeer = authPeer;
        this.references = references;
        this.rights = rights;
        this.users = users;
    }

    @Operation(
            summary =
                    "Makes a key; its secret is in this answer and nowhere else. Sent again with its `Idempotency-Key`, it makes none: 409 names the key that is there.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.KEYS_WRITE, account = InBody.class)
    public Uni<CreatedKey> create(
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey, @Nullable KeyCommand body) {
        return make(idempotencyKey, null, Body.required(body));
    }

    /// The same, for what a page of ours does with it: nobody says that for himself.
    public Uni<CreatedKey> createFor(KeyPurpose purpose, KeyCommand command) {
        return make(null, purpose, command);
    }

    @Operation(
            summary =
                    "Keys, newest first: all, or those of a status, or with a text in their name or at their secret's end. The playground's are listed until they end.")
    @GET
    @Requires(value = Permission.KEYS_READ, account = InQuery.class)
    public Uni<Page<KeyView>> list(
            @QueryParam("account_id") @Nullable String accountId, @BeanParam KeySearch wanted, @BeanParam PageAsk ask) {
        return authPeer.keys(accountId, wanted.search(), wanted.status(), ask);
    }

    @Operation(summary = "One key, without its secret.")
    @GET
    @Path("{id}")
    @Requires(value = Permission.KEYS_READ, account = OfKey.class)
    public Uni<KeyView> get(@PathParam("id") String id) {
        return authPeer.key(id);
    }

    @Operation(summary = "Changes a key; every edge knows within a second.")
    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<KeyView> change(@PathParam("id") String id, @Nullable KeyCommand body) {
        KeyCommand command = Body.required(body);
        rights.requireGroup(command);
        return rights.requireChange(id, command)
                .chain(() -> references.require(command, () -> authPeer.key(id).map(KeyView::accountId)))
                .chain(() -> authPeer.changeKey(id, command));
    }

    @Operation(summary = "Gives the key a new secret; the old one works until the grace ends.")
    @POST
    @Path("{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<CreatedKey> rotate(@PathParam("id") String id, @Nullable RotateKey command) {
        return authPeer.rotateKey(id, Body.required(command));
    }

    @Operation(summary = "Ends the key for good.")
    @POST
    @Path("{id}/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<KeyView> revoke(@PathParam("id") String id, @Nullable RevokeKey command) {
        return authPeer.revokeKey(id, Body.required(command));
    }

    @Operation(summary = "Ends the key for good; its running streams go on.")
    @DELETE
    @Path("{id}")
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<KeyView> delete(@PathParam("id") String id) {
        return authPeer.revokeKey(id, new RevokeKey(false));
    }

    private Uni<CreatedKey> make(@Nullable String idempotencyKey, @Nullable KeyPurpose purpose, KeyCommand asked) {
        KeyCommand command = users.owned(asked);
        rights.requireGroup(command);
        return references
                .require(command, () -> Uni.createFrom().item(command.accountId()))
                .chain(() -> authPeer.createKey(idempotencyKey, purpose, command));
    }
}
