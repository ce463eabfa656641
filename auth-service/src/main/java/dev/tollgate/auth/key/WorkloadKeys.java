package dev.tollgate.auth.key;

import dev.tollgate.auth.account.Account;
import dev.tollgate.auth.account.AccountRepository;
import dev.tollgate.auth.account.SpendLimitBindings;
import dev.tollgate.auth.change.Change;
import dev.tollgate.auth.change.ChangeLog;
import dev.tollgate.auth.change.ChangeLog.Changed;
import dev.tollgate.auth.change.Origin;
import dev.tollgate.auth.id.Ids;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.contract.change.ChangeKind;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys that workloads act as: one of each workload and account, made at its first call, and given anew
/// what the workloads file has changed. It has no secret, but all else that a key has: an id in usage, limits,
/// a status.
@ApplicationScoped
public class WorkloadKeys {
    /// Who changes a key in the audit log when the file has changed.
    private static final String ACTOR = "workloads";

    private static final String OF_WORKLOAD = " k.workloadIssuer = :issuer and k.workloadNamespace = :namespace"
            + " and k.workloadServiceAccount = :serviceAccount and k.accountId = :account";

    private final KeyRepository keys;
    private final AccountRepository accounts;
    private final SpendLimitBindings bindings;
    private final KeySecrets secrets;
    private final KeyUse use;
    private final ChangeLog log;

    WorkloadKeys(
            KeyRepository keys,
            AccountRepository accounts,
            SpendLimitBindings bindings,
            KeySecrets secrets,
            KeyUse use,
            ChangeLog log) {
        this.keys = keys;
        this.accounts = accounts;
        this.bindings = bindings;
        this.secrets = secrets;
        this.use = use;
        this.log = log;
    }

    /// The key of this workload; null in it when there is no such account.
    ///
    /// @param until the end of the token that has proved the workload
    /// @param requestId of the call that has asked
    public Uni<Introspection> introspect(Workload who, WorkloadTerms terms, Instant until, @Nullable String requestId) {
        return read(who, terms, until)
                .chain(held -> held.isCurrent()
                        ? Uni.createFrom().item(held)
                        : lay(who, terms, new Origin(ACTOR, requestId))
                                .chain(() -> read(who, terms, until))
                                .onFailure()
                                .recoverWithUni(failure -> laidByAnother(who, terms, until, failure)))
                .map(Held::answer);
    }

    /// Of two processes that see a workload first, one is refused by the index: then the other has made the
    /// key.
    private Uni<Held> laidByAnother(Workload who, WorkloadTerms terms, Instant until, Throwable failure) {
        return read(who, terms, until)
                .chain(held -> held.isCurrent()
                        ? Uni.createFrom().item(held)
                        : Uni.createFrom().failure(failure));
    }

    /// The revision is read first, as for any key.
    private Uni<Held> read(Workload who, WorkloadTerms terms, Instant until) {
        return Panache.withSession(() -> keys.revision().chain(revision -> row(who, terms)
                .chain(row -> row == null
                        ? Uni.createFrom().item(new Held(new Introspection(revision, null), false))
                        : held(revision, row, terms, until))));
    }

    private Uni<Object @Nullable []> row(Workload who, WorkloadTerms terms) {
        return keys.getSession().chain(session -> {
            var query = session.createSelectionQuery(
                    "select a, k from Account a left join ApiKey k on" + OF_WORKLOAD + " where a.id = :account",
                    Object[].class);
            parameters(who, terms.accountId()).forEach(query::setParameter);
            return query.getSingleResultOrNull();
        });
    }

    private Uni<Held> held(long revision, Object[] row, WorkloadTerms terms, Instant until) {
        Account account = (Account) row[0];
        if (!(row[1] instanceof ApiKey key)) {
            return Uni.createFrom().item(new Held(new Introspection(revision, null), false));
        }
        use.used(key);
        boolean current = key.status == KeyStatus.REVOKED || key.terms().equals(terms);
        return bindings.of(account.id(), key.group(account), key.userId)
                .map(bound -> new Held(new Introspection(revision, key.context(account, bound, until)), current));
    }

    /// Whether it has changed anything.
    private Uni<Boolean> lay(Workload who, WorkloadTerms terms, Origin origin) {
        return log.commit(() -> accounts.findById(terms.accountId())
                .chain(account -> account == null
                        ? Uni.createFrom().item(new Changed<>(false, List.of()))
                        : locked(who, terms)
                                .chain(key -> key.isPresent()
                                        ? Uni.createFrom().item(changed(key.get(), terms, origin))
                                        : made(who, terms, origin))));
    }

    private Uni<Optional<ApiKey>> locked(Workload who, WorkloadTerms terms) {
        return keys.find("from ApiKey k where" + OF_WORKLOAD, parameters(who, terms.accountId()))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .map(Optional::ofNullable);
    }

    private Uni<Changed<Boolean>> made(Workload who, WorkloadTerms terms, Origin origin) {
        // A digest of what is thrown away at once: no secret will ever have it.
        String digest = KeyFormat.hash(secrets.next());
        return keys.persistAndFlush(new ApiKey(Ids.next("key_"), digest, who, terms, Instant.now()))
                .map(key -> new Changed<>(true, List.of(told(key, null, "key.create", origin))));
    }

    private Changed<Boolean> changed(ApiKey key, WorkloadTerms terms, Origin origin) {
        KeyView before = key.view();
        if (key.status == KeyStatus.REVOKED || key.terms().equals(terms)) {
            return new Changed<>(false, List.of());
        }
        key.take(terms);
        return new Changed<>(true, List.of(told(key, before, "key.change", origin)));
    }

    private Change told(ApiKey key, @Nullable KeyView before, String action, Origin origin) {
        return new Change(
                ChangeKind.KEY,
                key.id,
                action,
                false,
                origin,
                log.detail(key.terms()),
                new Change.Traces(key.accountId, before == null ? null : log.detail(before), log.detail(key.view())));
    }

    private static Map<String, Object> parameters(Workload who, String account) {
        return Map.of(
                "issuer", who.issuer(),
                "namespace", who.namespace(),
                "serviceAccount", who.serviceAccount(),
                "account", account);
    }

    /// @param isCurrent whether the key is there and has what the file gives
    private record Held(Introspection answer, boolean isCurrent) {}
}
