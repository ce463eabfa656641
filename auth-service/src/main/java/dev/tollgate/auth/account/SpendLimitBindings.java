package dev.tollgate.auth.account;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which spend limits bind an account's keys, beside those that a key names itself.
@ApplicationScoped
public class SpendLimitBindings implements PanacheRepositoryBase<SpendLimitBinding, String> {
    /// No user has this id.
    private static final String NOBODY = "";

    /// How many limits bind the key that has most of them, beside those that keys name.
    private static final String MOST = """
            SELECT count(*) FILTER (WHERE user_id IS NULL) + coalesce(
              (SELECT max(n) FROM (SELECT count(*) AS n FROM auth.spend_limit_binding
                WHERE account_id = :account AND user_id IS NOT NULL GROUP BY user_id) AS users), 0)
            FROM auth.spend_limit_binding WHERE account_id = :account""";

    private static final String OF_USER = """
            SELECT count(*) FROM auth.spend_limit_binding
            WHERE account_id = :account AND (user_id IS NULL OR user_id = :user)""";

    /// The limits that bind a key of this group and this user, in the order of their ids.
    public Uni<List<String>> of(String accountId, String group, @Nullable String userId) {
        return getSession().chain(session -> session.createSelectionQuery(
                        "select limitId from SpendLimitBinding where accountId = :account"
                                + " and (group is null or group = :group)"
                                + " and (userId is null or userId = :user) order by limitId",
                        String.class)
                .setParameter("account", accountId)
                .setParameter("group", group)
                .setParameter("user", Objects.requireNonNullElse(userId, NOBODY))
                .getResultList());
    }

    /// How many limits bind one key at most, of those that one more for this user would bind; of any user where null.
    Uni<Long> most(String accountId, @Nullable String userId) {
        return getSession()
                .chain(session -> userId == null
                        ? session.createNativeQuery(MOST, Long.class)
                                .setParameter("account", accountId)
                                .getSingleResult()
                        : session.createNativeQuery(OF_USER, Long.class)
                                .setParameter("account", accountId)
                                .setParameter("user", userId)
                                .getSingleResult());
    }
}
