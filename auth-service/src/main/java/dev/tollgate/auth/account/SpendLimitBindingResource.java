package dev.tollgate.auth.account;

import dev.tollgate.auth.change.Change;
import dev.tollgate.auth.change.Change.Traces;
import dev.tollgate.auth.change.ChangeLog;
import dev.tollgate.auth.change.ChangeLog.Changed;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.SpendLimitBindingCommand;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// Binds an account's keys to a spend limit; edges know within a second.
@Tag(name = "Accounts")
@Path(InternalPaths.ACCOUNTS + "/{id}/spend-limits/{limitId}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class SpendLimitBindingResource {
    /// As many as a key may name: a lease of them all locks each.
    private static final int MAX = 16;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final AccountRepository accounts;
    private final SpendLimitBindings bindings;
    private final ChangeLog log;

    SpendLimitBindingResource(AccountRepository accounts, SpendLimitBindings bindings, ChangeLog log) {
        this.accounts = accounts;
        this.bindings = bindings;
        this.log = log;
    }

    /// Told again, it changes nothing.
    @Operation(summary = "A limit binds the account's keys, or those of one group.")
    @PUT
    public Uni<Void> bind(
            @BeanParam Origin origin,
            @RestPath String id,
            @RestPath String limitId,
            @Nullable SpendLimitBindingCommand body) {
        SpendLimitBindingCommand command = Fault.required(body);
        String group = command.group();
        require(limitId, "limit_id");
        if (group != null) {
            require(group, "group");
        }
        return log.commit(() -> accounts.locked(id)
                        .onItem()
                        .ifNull()
                        .failWith(() -> Fault.notFound("account", id))
                        .chain(_ -> bindings.findById(limitId))
                        .chain(known -> {
                            if (known != null) {
                                return Uni.createFrom().item(repeated(known, id, group));
                            }
                            return bindings.countOf(id).chain(count -> {
                                if (count >= MAX) {
                                    throw new ServiceException(
                                            ErrorCode.CONFLICT,
                                            "An account has at most " + MAX + " spend limits of its own.");
                                }
                                return bindings.persist(new SpendLimitBinding(limitId, id, group))
                                        .map(_ -> bound(id, new Binding(limitId, group), origin));
                            });
                        }))
                .replaceWithVoid();
    }

    /// Told again, it changes nothing.
    @Operation(summary = "A limit binds the account no longer.")
    @DELETE
    public Uni<Void> unbind(@BeanParam Origin origin, @RestPath String id, @RestPath String limitId) {
        return log.commit(() -> accounts.locked(id)
                        .chain(_ -> bindings.find("limitId = ?1 and accountId = ?2", limitId, id)
                                .<SpendLimitBinding>firstResult())
                        .chain(known -> known == null
                                ? Uni.createFrom().item(new Changed<>(id, List.of()))
                                : bindings.delete(known).map(_ -> unbound(known, origin))))
                .replaceWithVoid();
    }

    private Changed<String> bound(String id, Binding binding, Origin origin) {
        String after = log.detail(binding);
        return changed(id, "bind", origin, after, new Traces(id, null, after));
    }

    private Changed<String> unbound(SpendLimitBinding known, Origin origin) {
        String before = log.detail(new Binding(known.limitId, known.group));
        return changed(known.accountId, "unbind", origin, before, new Traces(known.accountId, before, "{}"));
    }

    private static Changed<String> changed(String id, String verb, Origin origin, String detail, Traces traces) {
        String action = "account.spend_limit." + verb;
        return new Changed<>(id, List.of(new Change(ChangeKind.ACCOUNT, id, action, false, origin, detail, traces)));
    }

    private static Changed<String> repeated(SpendLimitBinding known, String account, @Nullable String group) {
        if (!known.accountId.equals(account) || !Objects.equals(known.group, group)) {
            throw new ServiceException(ErrorCode.CONFLICT, "The spend limit " + known.limitId + " binds others.");
        }
        return new Changed<>(account, List.of());
    }

    private static void require(String value, String param) {
        if (!ID.matcher(value).matches()) {
            Fault.refuse(Fault.invalid(param, "is not an id"));
        }
    }

    /// As the audit log tells it.
    private record Binding(String limit, @Nullable String group) {}
}
