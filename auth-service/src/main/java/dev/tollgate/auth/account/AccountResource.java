package dev.tollgate.auth.account;

import dev.tollgate.auth.change.Change;
import dev.tollgate.auth.change.ChangeLog;
import dev.tollgate.auth.change.ChangeLog.Changed;
import dev.tollgate.auth.change.CreatedOnce;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.page.Page;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Management of accounts.
@Tag(name = "Accounts")
@Path(InternalPaths.ACCOUNTS)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class AccountResource {
    private static final int SEARCH_MAX = 200;

    private final AccountRepository accounts;
    private final ChangeLog log;
    private final CreatedOnce once;

    AccountResource(AccountRepository accounts, ChangeLog log, CreatedOnce once) {
        this.accounts = accounts;
        this.log = log;
        this.once = once;
    }

    @Operation(summary = "Accounts, newest first; those of an id, or of whose names this is a part.")
    @GET
    public Uni<Page<AccountView>> list(
            @RestQuery @Nullable String search,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable Integer limit) {
        Cursor cursor = Cursor.of(after, before, limit);
        String wanted = search == null || search.isBlank() ? null : search.strip();
        if (wanted != null && wanted.length() > SEARCH_MAX) {
            throw new ServiceException(Fault.invalid("search", "must not be longer than " + SEARCH_MAX));
        }
        return Panache.withSession(() -> accounts.list(wanted, cursor))
                .map(rows -> cursor.page(rows.stream().map(Account::view).toList(), AccountView::id));
    }

    @Operation(summary = "One account.")
    @GET
    @Path("/{id}")
    public Uni<AccountView> get(@RestPath String id) {
        return Panache.withSession(() -> accounts.findById(id))
                .map(account -> found(account, id).view());
    }

    /// Sent again with its idempotency key, it answers with the account that is there.
    @Operation(summary = "Makes an account.")
    @POST
    public Uni<AccountView> create(
            @BeanParam Origin origin,
            @HeaderParam(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Nullable AccountCommand body) {
        AccountCommand command = Fault.required(body);
        Fault.refuse(Fault.ofIdempotencyKey(idempotencyKey));
        Fault.refuse(AccountRules.faultOf(command, true));
        Account account = new Account(Ids.next("acct_"), command, Instant.now());
        return log.commit(() -> once.claim(
                        idempotencyKey, "account", account.view().id(), log.detail(command))
                .chain(claim -> switch (claim) {
                    case CreatedOnce.Claim.New() ->
                        accounts.persist(account)
                                .map(stored -> changed(stored, null, "account.create", origin, command));
                    case CreatedOnce.Claim.Repeated(String id) ->
                        accounts.findById(id)
                                .map(stored -> new Changed<>(found(stored, id).view(), List.of()));
                    case CreatedOnce.Claim.Misused() -> throw new ServiceException(CreatedOnce.MISUSED);
                }));
    }

    @Operation(summary = "Changes an account; absent fields stay.")
    @PATCH
    @Path("/{id}")
    public Uni<AccountView> change(@BeanParam Origin origin, @RestPath String id, @Nullable AccountCommand body) {
        AccountCommand command = Fault.required(body);
        Fault.refuse(AccountRules.faultOf(command, false));
        return log.commit(() -> accounts.locked(id).map(stored -> {
            Account account = found(stored, id);
            AccountView before = account.view();
            account.change(command);
            return changed(account, before, "account.change", origin, command);
        }));
    }

    private Changed<AccountView> changed(
            Account account, @Nullable AccountView before, String action, Origin origin, AccountCommand command) {
        AccountView after = account.view();
        Change.Traces traces =
                new Change.Traces(account.id(), before == null ? null : log.detail(before), log.detail(after));
        Change change =
                new Change(ChangeKind.ACCOUNT, account.id(), action, false, origin, log.detail(command), traces);
        return new Changed<>(after, List.of(change));
    }

    private static Account found(@Nullable Account account, String id) {
        if (account == null) {
            throw Fault.notFound("account", id);
        }
        return account;
    }
}
