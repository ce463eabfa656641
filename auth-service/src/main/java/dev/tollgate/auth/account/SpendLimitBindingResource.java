package dev.tollgate.auth.account;

import com.fasterxml.jackson.annotation.JsonProperty;
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
    /// As many bind one key as it may name: a lease of them all locks each.
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
    @Operation(summary = "A limit binds the account's keys, those of one group, or those of one user.")
    @PUT
    public Uni<Void> bind(
            @BeanParam Origin origin,
            @RestPath String id,
            @RestPath String limitId,
            @Nullable SpendLimitBindingCommand body) {
        SpendLimitBindingCommand command = Fault.required(body);
        SpendLimitBinding wanted = wanted(id, limitId, command);
        return log.commit(() -> accounts.locked(id)
                        .onItem()
                        .ifNull()
                        .failWith(() -> Fault.notFound("account", id))
                        .chain(_ -> bindings.findById(limitId))
                        .chain(known -> known == null
                                ? added(wanted, origin)
                                : Uni.createFrom().item(repeated(known, wanted))))
                .replaceWithVoid();
    }

    private static SpendLimitBinding wanted(String id, String limitId, SpendLimitBindingCommand command) {
        String group = command.group();
        String userId = command.userId();
        require(limitId, "limit_id");
        if (group != null) {
            require(group, "group");
        }
        if (userId != null) {
            require(userId, "user_id");
            if (group != null) {
                Fault.refuse(Fault.invalid("user_id", "does not go with a group"));
            }
        }
        return new SpendLimitBinding(limitId, id, group, userId);
    }

    private Uni<Changed<String>> added(SpendLimitBinding wanted, Origin origin) {
        String account = wanted.accountId;
        String userId = wanted.userId;
        Uni<Boolean> member = userId == null ? Uni.createFrom().item(true) : accounts.hasMember(account, userId);
        return member.chain(is -> {
                    if (userId != null && !is) {
                        throw AccountRules.notAMember(userId);
                    }
                    return bindings.most(account, userId);
                })
                .chain(count -> {
                    if (count >= MAX) {
                        throw new ServiceException(
                                ErrorCode.CONFLICT,
                                "At most " + MAX + " spend limits of an account, its groups and users bind one key.");
                    }
                    return bindings.persist(wanted).map(stored -> bound(stored, origin));
                });
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

    private Changed<String> bound(SpendLimitBinding made, Origin origin) {
        String after = log.detail(Binding.of(made));
        return changed(made.accountId, "bind", origin, after, new Traces(made.accountId, null, after));
    }

    private Changed<String> unbound(SpendLimitBinding known, Origin origin) {
        String before = log.detail(Binding.of(known));
        return changed(known.accountId, "unbind", origin, before, new Traces(known.accountId, before, "{}"));
    }

    private static Changed<String> changed(String id, String verb, Origin origin, String detail, Traces traces) {
        String action = "account.spend_limit." + verb;
        return new Changed<>(id, List.of(new Change(ChangeKind.ACCOUNT, id, action, false, origin, detail, traces)));
    }

    private static Changed<String> repeated(SpendLimitBinding known, SpendLimitBinding wanted) {
        boolean same = known.accountId.equals(wanted.accountId)
                && Objects.equals(known.group, wanted.group)
                && Objects.equals(known.userId, wanted.userId);
        if (!same) {
            throw new ServiceException(ErrorCode.CONFLICT, "The spend limit " + known.limitId + " binds others.");
        }
        return new Changed<>(known.accountId, List.of());
    }

    private static void require(String value, String param) {
        if (!ID.matcher(value).matches()) {
            Fault.refuse(Fault.invalid(param, "is not an id"));
        }
    }

    /// As the audit log tells it.
    private record Binding(
            String limit,
            @Nullable String group,
            @JsonProperty("user_id") @Nullable String userId) {
        static Binding of(SpendLimitBinding binding) {
            return new Binding(binding.limitId, binding.group, binding.userId);
        }
    }
}
