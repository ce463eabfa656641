package dev.tollgate.auth.key;

import dev.tollgate.auth.account.Account;
import dev.tollgate.auth.account.SpendLimitBindings;
import dev.tollgate.auth.internal.Cursor;
import dev.tollgate.contract.auth.v1.Introspection;
import dev.tollgate.contract.auth.v1.KeyContext;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keys in Postgres.
@ApplicationScoped
class KeyRepository implements PanacheRepositoryBase<ApiKey, String> {
    private final SpendLimitBindings bindings;

    KeyRepository(SpendLimitBindings bindings) {
        this.bindings = bindings;
    }

    /// The key, its row locked until the transaction's end; null when there is none.
    Uni<@Nullable ApiKey> locked(String id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /// The revision is read first, in a statement of its own: a change that commits in between makes the answer
    /// look too old and be asked again, never too new (rules 12).
    Uni<Introspection> introspect(String secretHash) {
        return getSession().chain(session -> session.createNativeQuery("SELECT value FROM auth.revision", Long.class)
                .getSingleResult()
                .chain(revision -> session.createSelectionQuery(
                                "select k, a from ApiKey k join Account a on a.id = k.accountId"
                                        + " where k.secretHash = :hash",
                                Object[].class)
                        .setParameter("hash", secretHash)
                        .getSingleResultOrNull()
                        .chain(this::context)
                        .map(context -> new Introspection(revision, context))));
    }

    Uni<List<ApiKey>> list(@Nullable String accountId, Cursor cursor) {
        String id = cursor.id();
        if (id == null) {
            return rows(accountId, cursor, null);
        }
        return findById(id)
                .onItem()
                .ifNull()
                .failWith(cursor::unknown)
                .chain(beside -> rows(accountId, cursor, beside.seq));
    }

    private Uni<List<ApiKey>> rows(@Nullable String accountId, Cursor cursor, @Nullable Long seq) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder query = new StringBuilder("from ApiKey where 1 = 1");
        if (accountId != null) {
            query.append(" and accountId = :account");
            parameters.put("account", accountId);
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
        return bindings.of(account.id(), key.group(account), key.userId).map(limits -> key.context(account, limits));
    }
}
