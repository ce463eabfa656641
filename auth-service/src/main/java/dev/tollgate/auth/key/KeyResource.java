package dev.tollgate.auth.key;

import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.KeyUsers;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.KeyWorkloads;
import dev.tollgate.contract.auth.v1.RevokeKey;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Management of keys.
@Tag(name = "Keys")
@Path(InternalPaths.KEYS)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class KeyResource {
    private static final RevokeKey LET_STREAMS_END = new RevokeKey(false);

    private final KeyRepository keys;
    private final KeyChanges changes;

    KeyResource(KeyRepository keys, KeyChanges changes) {
        this.keys = keys;
        this.changes = changes;
    }

    @Operation(
            summary =
                    "Keys, newest first: all, or those of a status, or with a text in their name or hint. The playground's that have ended are listed only by their purpose.")
    @GET
    public Uni<Page<KeyView>> list(
            @RestQuery("account_id") @Nullable String accountId,
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String status,
            @RestQuery @Nullable String purpose,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        Cursor cursor = Cursor.of(after, before, limit);
        KeySearch wanted = KeySearch.of(accountId, search, status, purpose);
        return Panache.withSession(() -> keys.list(wanted, cursor))
                .map(rows -> cursor.page(rows.stream().map(ApiKey::view).toList(), KeyView::id));
    }

    @Operation(summary = "Whose each key of an account is; of those that are somebody's, the newest 5,000.")
    @GET
    @Path("/users")
    public Uni<KeyUsers> users(
            @RestQuery("account_id") @Nullable String accountId, @RestQuery("user_id") @Nullable String userId) {
        if (accountId == null) {
            throw new ServiceException(Fault.invalid("account_id", "is required"));
        }
        return Panache.withSession(() -> keys.users(accountId, userId)).map(KeyUsers::new);
    }

    @Operation(summary = "Which keys of an account are workloads', of all namespaces or of one; the newest 5,000.")
    @GET
    @Path("/workloads")
    public Uni<KeyWorkloads> workloads(
            @RestQuery("account_id") @Nullable String accountId, @RestQuery @Nullable String namespace) {
        if (accountId == null) {
            throw new ServiceException(Fault.invalid("account_id", "is required"));
        }
        return Panache.withSession(() -> keys.workloads(accountId, namespace)).map(KeyWorkloads::new);
    }

    @Operation(summary = "One key, without its secret.")
    @GET
    @Path("/{id}")
    public Uni<KeyView> get(@RestPath String id) {
        return Panache.withSession(() -> keys.findById(id))
                .map(key -> KeyChanges.found(key, id).view());
    }

    @Operation(summary = "Makes a key; its secret is in this answer and nowhere else.")
    @POST
    public Uni<CreatedKey> create(
            @BeanParam Origin origin,
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @RestQuery @Nullable KeyPurpose purpose,
            @Nullable KeyCommand body) {
        KeyCommand command = Fault.required(body);
        Fault.refuse(Fault.ofIdempotencyKey(idempotencyKey));
        Fault.refuse(KeyRules.faultOfNew(command, Instant.now()));
        return changes.create(command, purpose, origin, idempotencyKey);
    }

    @Operation(summary = "Changes a key; absent fields stay.")
    @PATCH
    @Path("/{id}")
    public Uni<KeyView> change(@BeanParam Origin origin, @RestPath String id, @Nullable KeyCommand body) {
        KeyCommand command = Fault.required(body);
        Fault.refuse(KeyRules.faultOfChange(command));
        return changes.change(id, command, origin);
    }

    @Operation(summary = "Makes a key that replaces this one, which works until the grace ends.")
    @POST
    @Path("/{id}/rotate")
    public Uni<CreatedKey> rotate(@BeanParam Origin origin, @RestPath String id, @Nullable RotateKey body) {
        RotateKey command = Fault.required(body);
        Fault.refuse(KeyRules.faultOf(command));
        return changes.rotate(id, command, origin);
    }

    @Operation(summary = "Ends a key for good.")
    @POST
    @Path("/{id}/revoke")
    public Uni<KeyView> revoke(@BeanParam Origin origin, @RestPath String id, @Nullable RevokeKey body) {
        return changes.revoke(id, body == null ? LET_STREAMS_END : body, origin);
    }

    /// The same as a revocation that lets streams end.
    @Operation(summary = "Ends a key for good and lets its streams end.")
    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    public Uni<KeyView> delete(@BeanParam Origin origin, @RestPath String id) {
        return changes.revoke(id, LET_STREAMS_END, origin);
    }
}
