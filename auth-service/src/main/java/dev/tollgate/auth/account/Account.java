package dev.tollgate.auth.account;

import dev.tollgate.contract.auth.v1.AccountCommand;
import dev.tollgate.contract.auth.v1.AccountStatus;
import dev.tollgate.contract.auth.v1.AccountView;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who pays: the keys of an account share its group, its limits and, at billing, its balance.
@Entity
@Table(name = "account")
public class Account {
    @Id
    String id;

    /// The order of creation, given by the database.
    @Column(name = "seq", insertable = false, updatable = false)
    @Nullable
    Long seq;

    String name;

    @Column(name = "group_id")
    String group;

    @Enumerated(EnumType.STRING)
    AccountStatus status;

    @Embedded
    @Nullable
    Limits limits;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected Account() {}

    /// Makes a new account of a command that was found valid.
    Account(String id, AccountCommand command, Instant now) {
        this.id = id;
        this.name = Objects.requireNonNullElse(command.name(), "");
        this.group = Objects.requireNonNullElse(command.group(), AccountRules.DEFAULT_GROUP);
        this.status = Objects.requireNonNullElse(command.status(), AccountStatus.ACTIVE);
        this.limits = Limits.columns(Objects.requireNonNullElse(command.limits(), RateLimits.NONE));
        this.createdAt = now;
    }

    /// Takes over what the command sets.
    void change(AccountCommand command) {
        name = Objects.requireNonNullElse(command.name(), name);
        group = Objects.requireNonNullElse(command.group(), group);
        status = Objects.requireNonNullElse(command.status(), status);
        RateLimits newLimits = command.limits();
        if (newLimits != null) {
            limits = Limits.columns(newLimits);
        }
    }

    public String id() {
        return id;
    }

    public String group() {
        return group;
    }

    public AccountStatus status() {
        return status;
    }

    public RateLimits rateLimits() {
        return Limits.read(limits);
    }

    AccountView view() {
        return new AccountView(id, "account", name, group, status, rateLimits(), createdAt.getEpochSecond());
    }
}
