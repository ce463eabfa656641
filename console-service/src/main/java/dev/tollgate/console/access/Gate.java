package dev.tollgate.console.access;

import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/// Judges a call by its rule. Whose the object is, is asked only where that decides.
@ApplicationScoped
class Gate {
    private final Instance<AccountOf> accounts;
    private final Viewing viewing;

    @Inject
    Gate(@Any Instance<AccountOf> accounts, Viewing viewing) {
        this.accounts = accounts;
        this.viewing = viewing;
    }

    /// Fails with the refusal. A page of an account is shown to those of the platform only while they look at it as its
    /// owner does.
    Uni<Void> judge(Rights rights, Requires rule, Asked asked, boolean isPage) {
        Permission permission = rule.value();
        if (!rights.inScope(permission)) {
            return Uni.createFrom().failure(Refusals.scope(permission));
        }
        boolean ofNoAccount = rule.account() == Requires.NoAccount.class;
        if (rule.own() || (rights.everywhere(permission) && (!isPage || ofNoAccount))) {
            return Uni.createFrom().voidItem();
        }
        if (ofNoAccount) {
            return Uni.createFrom().failure(Refusals.permission(permission));
        }
        return accounts.select(rule.account())
                .get()
                .find(asked, rule.from())
                .onFailure(Gate::isNotFound)
                .transform(_ -> Refusals.hidden())
                .invoke(account -> {
                    judge(rights, permission, account);
                    if (isPage) {
                        viewing.require(account);
                    }
                })
                .replaceWithVoid();
    }

    private static void judge(Rights rights, Permission permission, @Nullable String account) {
        if (account == null && rights.everywhere(permission)) {
            return;
        }
        if (account == null) {
            throw Refusals.permission(permission, "Without an account's id, this");
        }
        if (!rights.knows(account)) {
            throw Refusals.hidden();
        }
        if (!rights.on(account, permission)) {
            throw Refusals.permission(permission);
        }
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ServiceException known && known.error().code() == ErrorCode.NOT_FOUND;
    }
}
