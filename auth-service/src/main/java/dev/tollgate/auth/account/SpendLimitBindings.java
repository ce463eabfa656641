package dev.tollgate.auth.account;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Which spend limits bind an account's keys, beside those that a key names itself.
@ApplicationScoped
public class SpendLimitBindings implements PanacheRepositoryBase<SpendLimitBinding, String> {
    /// The limits that bind a key of this group, in the order of their ids.
    public Uni<List<String>> of(String accountId, String group) {
        return getSession().chain(session -> session.createSelectionQuery(
                        "select limitId from SpendLimitBinding where accountId = :account"
                                + " and (group is null or group = :group) order by limitId",
                        String.class)
                .setParameter("account", accountId)
                .setParameter("group", group)
                .getResultList());
    }

    Uni<Long> countOf(String accountId) {
        return count("accountId", accountId);
    }
}
