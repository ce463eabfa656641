package dev.tollgate.auth.account;

import dev.tollgate.auth.internal.Cursor;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
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

    Uni<List<Account>> list(Cursor cursor) {
        String id = cursor.id();
        String order = " order by seq " + cursor.order();
        if (id == null) {
            return find("from Account" + order).range(0, cursor.limit()).list();
        }
        return findById(id).onItem().ifNull().failWith(cursor::unknown).chain(beside -> find(
                        "from Account where seq " + cursor.comparison() + " ?1" + order, beside.seq)
                .range(0, cursor.limit())
                .list());
    }
}
