package dev.tollgate.auth.key;

import dev.tollgate.auth.account.Account;
import dev.tollgate.auth.account.SpendLimitBindings;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.Workload;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keys in Postgres.
@ApplicationScoped
class KeyRepository implements PanacheRepositoryBase<ApiKey, String> {
    private static final int USERS_MAX = 5_000;

    private final SpendLimitBindings bindings;
    private final KeyUse use;

    KeyRepository(SpendLimitBindings bindings, KeyUse use) {
        this.bindings = bindings;
        this.use = use;
    }

    /// The key, its row locked until the transaction's end; null when there is none.
    Uni<@Nullable ApiKey> locked(String id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /// The revision is read first, in a statement of its own: a change that commits in between makes the answer
    /// look too old and be asked again, never too new (rules 12).
    Uni<Introspection> introspect(String secretHash) {
        return revision().chain(revision -> getSession()
                .chain(session -> session.createSelectionQuery(
                                "select k, a from ApiKey k join Account a on a.id = k.accountId"
                                        + " where k.secretHash = :hash",
                                Object[].class)
                        .setParameter("hash", secretHash)
                        .getSingleResultOrNull())
                .chain(this::context)
                .map(context -> new Introspection(revision, context)));
    }

    /// The newest revision, within the session of the look-up that follows.
    Uni<Long> revision() {
        return getSession().chain(session -> session.createNativeQuery("SELECT value FROM auth.revision", Long.class)
                .getSingleResult());
    }

    Uni<List<ApiKey>> list(KeySearch wanted, Cursor cursor) {
        String id = cursor.id();
        if (id == null) {
            return rows(wanted, cursor, null);
        }
        return findById(id)
                .onItem()
                .ifNull()
                .failWith(cursor::unknown)
                .chain(beside -> rows(wanted, cursor, beside.seq));
    }

    /// Users by keys; revoked keys have their usage, too.
    Uni<Map<String, String>> users(String accountId, @Nullable String userId) {
        return getSession()
                .chain(session -> session.createSelectionQuery(
                                "select k.id, k.userId from ApiKey k where k.accountId = :account and k.userId is not null"
                                        + " order by k.seq desc",
                                Object[].class)
                        .setParameter("account", accountId)
                        .setMaxResults(USERS_MAX)
                        .getResultList())
                .map(rows -> {
                    Map<String, String> users = new HashMap<>();
                    rows.stream()
                            .filter(row -> userId == null || userId.equals(row[1]))
                            .forEach(row -> users.put((String) row[0], (String) row[1]));
                    return users;
                });
    }

    /// Workloads by keys, of those that have called; the newest 5,000.
    Uni<Map<String, Workload>> workloads(String accountId, @Nullable String namespace) {
        String query = "accountId = :account and workloadNamespace "
                + (namespace == null ? "is not null" : "= :namespace") + " order by seq desc";
        Map<String, Object> parameters = new HashMap<>(Map.of("account", accountId));
        if (namespace != null) {
            parameters.put("namespace", namespace);
        }
        return find(query, parameters).range(0, USERS_MAX - 1).list().map(rows -> {
            Map<String, Workload> workloads = new HashMap<>();
            for (ApiKey key : rows) {
                Workload workload = key.workload();
                if (workload != null) {
                    workloads.put(key.id, workload);
                }
            }
            return workloads;
        });
    }

    private Uni<List<ApiKey>> rows(KeySearch wanted, Cursor cursor, @Nullable Long seq) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder query = new StringBuilder("from ApiKey where 1 = 1");
        if (wanted.accountId() != null) {
            query.append(" and accountId = :account");
            parameters.put("account", wanted.accountId());
        }
        if (wanted.status() != null) {
            query.append(" and status = :status");
            parameters.put("status", wanted.status());
        }
        if (wanted.purpose() == null) {
            query.append(" and (purpose is null or (status <> :revoked and (expiresAt is null or expiresAt > :now)))");
            parameters.put("revoked", KeyStatus.REVOKED);
            parameters.put("now", Instant.now());
        } else {
            query.append(" and purpose = :purpose");
            parameters.put("purpose", wanted.purpose());
        }
        if (wanted.search() != null) {
            query.append(" and (lower(name) like :text escape '!' or hint like :end escape '!')");
            parameters.put("text", wanted.contained());
            parameters.put("end", wanted.ended());
        }
        if (seq != null) {
            query.append(" and seq ").append(cursor.comparison()).append(" :seq");
            parameters.put("seq", seq);
        }
        query.append(" order by seq ").append(cursor.order());
        return find(query.toString(), parameters).range(0, cursor.limit()).list();
    }

    private Uni<@Nullable KeyContext> context(Object @Nullable [] row) {
        if (row == null) {
            return Uni.createFrom().nullItem();
        }
        ApiKey key = (ApiKey) row[0];
        Account account = (Account) row[1];
        use.used(key);
        return bindings.of(account.id(), key.group(account), key.userId)
                .map(limits -> key.context(account, limits, null));
    }
}
