package dev.tollgate.auth.key;

import dev.tollgate.auth.account.Account;
import dev.tollgate.auth.account.AccountRepository;
import dev.tollgate.auth.account.AccountRules;
import dev.tollgate.auth.change.Change;
import dev.tollgate.auth.change.ChangeLog;
import dev.tollgate.auth.change.ChangeLog.Changed;
import dev.tollgate.auth.change.CreatedOnce;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.RevokeKey;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.change.ChangeKind;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What changes a key: each in one transaction with its revision, the key's row locked.
@ApplicationScoped
class KeyChanges {
    private static final String PREFIX = "key_";

    private final KeyRepository keys;
    private final AccountRepository accounts;
    private final KeySecrets secrets;
    private final ChangeLog log;
    private final CreatedOnce once;

    KeyChanges(KeyRepository keys, AccountRepository accounts, KeySecrets secrets, ChangeLog log, CreatedOnce once) {
        this.keys = keys;
        this.accounts = accounts;
        this.secrets = secrets;
        this.log = log;
        this.once = once;
    }

    /// @param idempotencyKey sent again with it, no second key is made: 409 names the one that is there, since its
    ///     secret was told once
    Uni<CreatedKey> create(
            KeyCommand command, @Nullable KeyPurpose purpose, Origin origin, @Nullable String idempotencyKey) {
        String accountId = Objects.requireNonNull(command.accountId());
        String secret = secrets.next();
        String id = Ids.next(PREFIX);
        return log.commit(() -> accounts.findById(accountId).chain(account -> {
            requireAccount(account, accountId);
            return once.claim(idempotencyKey, "key", id, log.detail(command)).chain(claim -> {
                requireNew(claim);
                ApiKey key = new ApiKey(id, accountId, secret, command, Instant.now());
                key.purpose = purpose;
                return requireMember(accountId, command)
                        .chain(() -> keys.persist(key))
                        .map(stored -> new Changed<>(
                                new CreatedKey(stored.view(), secret),
                                List.of(told(stored, null, "key.create", origin, command))));
            });
        }));
    }

    Uni<KeyView> change(String id, KeyCommand command, Origin origin) {
        return log.commit(() -> keys.locked(id).chain(stored -> {
            ApiKey key = usable(found(stored, id));
            return requireMember(key.accountId, command).map(_ -> {
                KeyView before = key.view();
                key.change(command);
                requireTermsOf(before, key);
                return new Changed<>(key.view(), List.of(told(key, before, "key.change", origin, command)));
            });
        }));
    }

    Uni<CreatedKey> rotate(String id, RotateKey command, Origin origin) {
        String secret = secrets.next();
        return log.commit(() -> keys.locked(id).chain(stored -> {
            ApiKey old = usable(found(stored, id));
            if (old.workload() != null) {
                throw conflict(id + " is a workload's and has no secret to rotate.");
            }
            KeyView before = old.view();
            if (old.rotatedTo != null) {
                throw conflict(id + " was rotated already: rotate " + old.rotatedTo + ".");
            }
            // The reference needs the successor's row to be there first.
            ApiKey successor = old.successor(Ids.next(PREFIX), secret, Instant.now());
            return keys.persistAndFlush(successor).map(next -> {
                old.retire(next.id, Instant.now(), command.graceSeconds());
                return new Changed<>(
                        new CreatedKey(next.view(), secret),
                        List.of(
                                told(old, before, "key.rotate", origin, command),
                                told(next, null, "key.create", origin, command)));
            });
        }));
    }

    /// Final. Asked again, it changes nothing, but may still ask that streams end.
    Uni<KeyView> revoke(String id, RevokeKey command, Origin origin) {
        return log.commit(() -> keys.locked(id).map(stored -> {
            ApiKey key = found(stored, id);
            if (key.status == KeyStatus.REVOKED && !command.endStreams()) {
                return new Changed<>(key.view(), List.of());
            }
            KeyView before = key.view();
            key.revoke();
            Change told = new Change(
                    ChangeKind.KEY,
                    id,
                    "key.revoke",
                    command.endStreams(),
                    origin,
                    log.detail(command),
                    traces(key, before));
            return new Changed<>(key.view(), List.of(told));
        }));
    }

    /// @throws ServiceException 404
    static ApiKey found(@Nullable ApiKey key, String id) {
        if (key == null) {
            throw Fault.notFound("key", id);
        }
        return key;
    }

    private Change told(ApiKey key, @Nullable KeyView before, String action, Origin origin, Object command) {
        return new Change(ChangeKind.KEY, key.id, action, false, origin, log.detail(command), traces(key, before));
    }

    private Change.Traces traces(ApiKey key, @Nullable KeyView before) {
        return new Change.Traces(key.accountId, before == null ? null : log.detail(before), log.detail(key.view()));
    }

    private static ApiKey usable(ApiKey key) {
        if (key.status == KeyStatus.REVOKED) {
            throw conflict(key.id + " is revoked; that is final.");
        }
        return key;
    }

    /// What the workloads file gives, it alone changes: with the next call of the workload it would hold again.
    private static void requireTermsOf(KeyView before, ApiKey key) {
        KeyView after = key.view();
        boolean same = before.name().equals(after.name())
                && Objects.equals(before.group(), after.group())
                && Objects.equals(before.models(), after.models())
                && before.limits().equals(after.limits())
                && before.spendLimitIds().equals(after.spendLimitIds());
        if (before.workload() != null && !same) {
            throw conflict(
                    before.id() + " is a workload's: its name, group, models and limits are the workloads file's.");
        }
    }

    /// Whose key it shall be is a member of the account now; that he leaves later changes no key.
    private Uni<Void> requireMember(String accountId, KeyCommand command) {
        String userId = command.userId();
        if (userId == null || userId.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return accounts.hasMember(accountId, userId)
                .invoke(is -> {
                    if (!is) {
                        throw AccountRules.notAMember(userId);
                    }
                })
                .replaceWithVoid();
    }

    private static void requireAccount(@Nullable Account account, String id) {
        if (account == null) {
            throw new ServiceException(Fault.invalid("account_id", "there is no account " + id));
        }
    }

    private static void requireNew(CreatedOnce.Claim claim) {
        switch (claim) {
            case CreatedOnce.Claim.New() -> {}
            case CreatedOnce.Claim.Repeated(String subject) ->
                throw conflict("This Idempotency-Key has made " + subject
                        + " already. Its secret was in that answer only: rotate " + subject + " for another.");
            case CreatedOnce.Claim.Misused() -> throw new ServiceException(CreatedOnce.MISUSED);
        }
    }

    private static ServiceException conflict(String message) {
        return new ServiceException(ErrorCode.CONFLICT, message);
    }
}
