package dev.tollgate.console.keys;

import dev.tollgate.console.access.Rights;
import dev.tollgate.console.catalogue.Groups;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.peers.BillingPeer;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a key names at other services must be there: a group of the catalogue, spend limits of the key's own
/// account. Auth, which stores the names, cannot ask them.
@ApplicationScoped
class KeyReferences {
    private static final int SPEND_LIMITS_MAX = 16;

    private final Groups groups;
    private final BillingPeer billingPeer;
    private final Caller caller;

    @Inject
    KeyReferences(Groups groups, BillingPeer billingPeer, Caller caller) {
        this.caller = caller;
        this.groups = groups;
        this.billingPeer = billingPeer;
    }

    /// Fails with a 400 that names the field.
    ///
    /// @param accountId asked for only when the command names spend limits
    Uni<Void> require(KeyCommand command, Supplier<Uni<@Nullable String>> accountId) {
        List<String> limits = command.spendLimitIds();
        Uni<Void> group = groups.require(command.group());
        // Too many are refused by auth, without asking for each.
        if (limits == null || limits.isEmpty() || limits.size() > SPEND_LIMITS_MAX) {
            return group;
        }
        return group.chain(accountId::get).chain(account -> each(limits, account));
    }

    private Uni<Void> each(List<String> limits, @Nullable String account) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (int i = 0; i < limits.size(); i++) {
            String id = limits.get(i);
            String param = "spend_limit_ids[" + i + "]";
            all = all.chain(() -> one(id, param, account));
        }
        return all;
    }

    private Uni<Void> one(@Nullable String id, String param, @Nullable String account) {
        if (id == null || id.isBlank()) {
            return Uni.createFrom().failure(unknown(id, param));
        }
        return billingPeer
                .spendLimit(id)
                .onFailure(KeyReferences::isNotFound)
                .transform(_ -> unknown(id, param))
                .invoke(limit -> requireOwn(limit, account, param, new Rights(caller.principal())))
                .replaceWithVoid();
    }

    /// Who may not know of the other account is told what he would be told of a limit that is not there.
    private static void requireOwn(SpendLimitView limit, @Nullable String account, String param, Rights rights) {
        if (!limit.accountId().equals(account)) {
            if (!rights.knows(limit.accountId())) {
                throw unknown(limit.id(), param);
            }
            throw new ServiceException(new ServiceError(
                    ErrorCode.INVALID_VALUE, "The spend limit " + limit.id() + " is another account's.", param));
        }
    }

    private static ServiceException unknown(@Nullable String id, String param) {
        return new ServiceException(
                new ServiceError(ErrorCode.INVALID_VALUE, "There is no spend limit '" + id + "'.", param));
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ServiceException known && known.error().code() == ErrorCode.NOT_FOUND;
    }
}
