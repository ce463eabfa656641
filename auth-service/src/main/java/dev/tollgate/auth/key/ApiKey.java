package dev.tollgate.auth.key;

import dev.tollgate.auth.account.Account;
import dev.tollgate.auth.account.Limits;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyContext;
import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyPurpose;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.Workload;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A key: the hash of its secret and what it may do.
///
/// In a change, null leaves a field as it is; what can be unset is unset by an empty value: `group: ""` (the
/// account's again), `user_id: ""` (nobody's), `models: []` (the group's again), `expires_at: 0` (never).
@Entity
@Table(name = "api_key")
public class ApiKey {
    @Id
    String id;

    /// The order of creation, given by the database.
    @Column(name = "seq", insertable = false, updatable = false)
    @Nullable
    Long seq;

    @Column(name = "account_id")
    String accountId;

    String name;

    @Column(name = "secret_hash")
    String secretHash;

    String hint;

    @Column(name = "group_id")
    @Nullable
    String group;

    @Enumerated(EnumType.STRING)
    KeyStatus status;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(columnDefinition = "text[]")
    String[] scopes;

    @Column(columnDefinition = "text[]")
    String @Nullable [] models;

    @Column(name = "ip_allow", columnDefinition = "text[]")
    String[] ipAllow;

    @Column(name = "spend_limit_ids", columnDefinition = "text[]")
    String[] spendLimitIds;

    @Embedded
    @Nullable
    Limits limits;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "rotated_to")
    @Nullable
    String rotatedTo;

    @Column(name = "grace_until")
    @Nullable
    Instant graceUntil;

    @Column(name = "user_id")
    @Nullable
    String userId;

    /// Null: a person made it.
    @Enumerated(EnumType.STRING)
    @Nullable
    KeyPurpose purpose;

    /// Written by [KeyUse] alone.
    @Column(name = "last_used_at", insertable = false, updatable = false)
    @Nullable
    Instant lastUsedAt;

    /// Of a workload's key: the issuer of its tokens, and what they name. Null, all three, for a key with a
    /// secret.
    @Column(name = "workload_issuer")
    @Nullable
    String workloadIssuer;

    @Column(name = "workload_namespace")
    @Nullable
    String workloadNamespace;

    @Column(name = "workload_service_account")
    @Nullable
    String workloadServiceAccount;

    @SuppressWarnings("NullAway.Init")
    protected ApiKey() {}

    /// Makes a new key of a command that was found valid.
    ApiKey(String id, String accountId, String secret, KeyCommand command, Instant now) {
        this.id = id;
        this.accountId = accountId;
        this.name = Objects.requireNonNullElse(command.name(), "");
        this.secretHash = KeyFormat.hash(secret);
        this.hint = KeyFormat.hint(secret);
        this.status = KeyStatus.ACTIVE;
        this.scopes = new String[0];
        this.ipAllow = new String[0];
        this.spendLimitIds = new String[0];
        this.createdAt = now;
        change(command);
    }

    /// Makes the key that a workload acts as.
    ///
    /// @param digest that no secret has
    ApiKey(String id, String digest, Workload who, WorkloadTerms terms, Instant now) {
        this.id = id;
        this.accountId = terms.accountId();
        this.name = who.namespace() + "/" + who.serviceAccount();
        this.secretHash = digest;
        this.hint = "workload";
        this.status = KeyStatus.ACTIVE;
        this.scopes = new String[0];
        this.ipAllow = new String[0];
        this.spendLimitIds = new String[0];
        this.createdAt = now;
        this.workloadIssuer = who.issuer();
        this.workloadNamespace = who.namespace();
        this.workloadServiceAccount = who.serviceAccount();
        take(terms);
    }

    private ApiKey(ApiKey old, String id, String secret, Instant now) {
        this.id = id;
        this.accountId = old.accountId;
        this.name = old.name;
        this.secretHash = KeyFormat.hash(secret);
        this.hint = KeyFormat.hint(secret);
        this.group = old.group;
        this.status = old.status;
        this.expiresAt = old.expiresAt;
        this.scopes = old.scopes.clone();
        this.models = old.models == null ? null : old.models.clone();
        this.ipAllow = old.ipAllow.clone();
        this.spendLimitIds = old.spendLimitIds.clone();
        this.limits = Limits.columns(Limits.read(old.limits));
        this.userId = old.userId;
        this.createdAt = now;
    }

    /// Takes over what the command sets.
    final void change(KeyCommand command) {
        name = Objects.requireNonNullElse(command.name(), name);
        status = Objects.requireNonNullElse(command.status(), status);
        scopes = array(command.scopes(), scopes);
        ipAllow = array(command.ipAllow(), ipAllow);
        spendLimitIds = array(command.spendLimitIds(), spendLimitIds);
        String newGroup = command.group();
        if (newGroup != null) {
            group = newGroup.isEmpty() ? null : newGroup;
        }
        String newUser = command.userId();
        if (newUser != null) {
            userId = newUser.isEmpty() ? null : newUser;
        }
        Long expiry = command.expiresAt();
        if (expiry != null) {
            expiresAt = expiry == 0 ? null : Instant.ofEpochSecond(expiry);
        }
        List<String> newModels = command.models();
        if (newModels != null) {
            models = newModels.isEmpty() ? null : newModels.toArray(String[]::new);
        }
        RateLimits newLimits = command.limits();
        if (newLimits != null) {
            limits = Limits.columns(newLimits);
        }
    }

    /// Takes over what the workloads file gives to this workload.
    final void take(WorkloadTerms terms) {
        group = terms.group();
        models = terms.models() == null ? null : terms.models().toArray(String[]::new);
        limits = Limits.columns(terms.limits());
        spendLimitIds = terms.spendLimitIds().toArray(String[]::new);
    }

    /// What the workloads file has given, as it stands here.
    WorkloadTerms terms() {
        return new WorkloadTerms(
                accountId, group, models == null ? null : List.of(models), Limits.read(limits), List.of(spendLimitIds));
    }

    /// Who calls as this key without a secret; null for a key that has one.
    @Nullable
    Workload workload() {
        return workloadIssuer == null || workloadNamespace == null || workloadServiceAccount == null
                ? null
                : new Workload(workloadIssuer, workloadNamespace, workloadServiceAccount);
    }

    /// The key that takes this one's place: the same but for id and secret.
    ApiKey successor(String newId, String secret, Instant now) {
        return new ApiKey(this, newId, secret, now);
    }

    /// From now on the successor is the one to use; this key's secret works until the grace's end.
    void retire(String successorId, Instant now, long graceSeconds) {
        rotatedTo = successorId;
        graceUntil = now.plusSeconds(graceSeconds);
    }

    void revoke() {
        status = KeyStatus.REVOKED;
    }

    KeyView view() {
        return new KeyView(
                id,
                "key",
                accountId,
                name,
                hint,
                group,
                status,
                seconds(expiresAt),
                List.of(scopes),
                models == null ? null : List.of(models),
                List.of(ipAllow),
                Limits.read(limits),
                List.of(spendLimitIds),
                createdAt.getEpochSecond(),
                rotatedTo,
                seconds(graceUntil),
                userId,
                seconds(lastUsedAt),
                workload());
    }

    String group(Account account) {
        return group == null ? account.group() : group;
    }

    /// What an edge must know. A rotated key expires at its grace's end, if not before.
    ///
    /// @param bound spend limits of the account, the key's group and its user, beside those that the key names
    /// @param until when what the caller has shown ends, if it ends
    KeyContext context(Account account, List<String> bound, @Nullable Instant until) {
        Long expiry = Stream.of(expiresAt, graceUntil, until)
                .filter(Objects::nonNull)
                .map(Instant::getEpochSecond)
                .min(Long::compare)
                .orElse(null);
        return new KeyContext(
                id,
                accountId,
                group(account),
                status,
                account.status(),
                expiry,
                List.of(scopes),
                models == null ? null : List.of(models),
                List.of(ipAllow),
                Limits.read(limits),
                account.rateLimits(),
                Stream.concat(Stream.of(spendLimitIds), bound.stream())
                        .distinct()
                        .toList(),
                workloadIssuer == null ? null : secretHash);
    }

    private static String[] array(@Nullable List<String> set, String[] otherwise) {
        return set == null ? otherwise : set.toArray(String[]::new);
    }

    private static @Nullable Long seconds(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond();
    }
}
