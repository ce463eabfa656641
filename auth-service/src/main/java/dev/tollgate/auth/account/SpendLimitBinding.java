package dev.tollgate.auth.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// A spend limit at billing that binds an account's keys, those of one group, or those of one user.
@Entity
@Table(name = "spend_limit_binding")
public class SpendLimitBinding {
    @Id
    @Column(name = "limit_id")
    String limitId;

    @Column(name = "account_id")
    String accountId;

    @Column(name = "group_id")
    @Nullable
    String group;

    @Column(name = "user_id")
    @Nullable
    String userId;

    @SuppressWarnings("NullAway.Init")
    protected SpendLimitBinding() {}

    SpendLimitBinding(String limitId, String accountId, @Nullable String group, @Nullable String userId) {
        this.limitId = limitId;
        this.accountId = accountId;
        this.group = group;
        this.userId = userId;
    }
}
