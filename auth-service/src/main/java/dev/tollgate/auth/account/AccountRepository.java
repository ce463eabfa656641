package dev.tollgate.auth.account;

import dev.tollgate.auth.internal.Cursor;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Accounts in Postgres.
@ApplicationScoped
public class AccountRepository implements PanacheRepositoryBase<Account, String> {
    /// The account, its row locked until the transaction's end; null when there is none.
    Uni<@Nullable Account> locked(String id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /// Whether the user is a member of the account at this moment.
    public Uni<Boolean> hasMember(String id, String userId) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "SELECT count(*) FROM auth.membership WHERE account_id = :account AND user_id = :user",
                                Long.class)
                        .setParameter("account", id)
                        .setParameter("user", userId)
                        .getSingleResult())
                .map(count -> count > 0);
    }

    /// @param search a part of the name in any case, or an id; null for all
    Uni<List<Account>> list(@Nullable String search, Cursor cursor) {
        String id = cursor.id();
        if (id == null) {
            return rows(search, cursor, null);
        }
        return findById(id)
                .onItem()
                .ifNull()
                .failWith(cursor::unknown)
                .chain(beside -> rows(search, cursor, beside.seq));
    }

    private Uni<List<Account>> rows(@Nullable String search, Cursor cursor, @Nullable Long seq) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder query = new StringBuilder("from Account where 1 = 1");
        if (search != null) {
            query.append(" and (id = :id or lower(name) like :name escape '!')");
            parameters.put("id", search);
            parameters.put("name", "%" + search.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%");
        }
        if (seq != null) {
            query.append(" and seq ").append(cursor.comparison()).append(" :seq");
            parameters.put("seq", seq);
        }
        query.append(" order by seq ").append(cursor.order());
        return find(query.toString(), parameters).range(0, cursor.limit()).list();
    }
}
