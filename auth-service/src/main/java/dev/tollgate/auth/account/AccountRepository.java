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
