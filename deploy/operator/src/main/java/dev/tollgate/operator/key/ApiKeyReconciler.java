package dev.tollgate.operator.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.operator.account.Bindings;
import dev.tollgate.operator.condition.Conditions;
import dev.tollgate.operator.condition.Pace;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.management.Away;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.resource.Account;
import dev.tollgate.operator.resource.ApiKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Mints keys into Secrets, rotates them, and revokes them when their resource goes.
@ControllerConfiguration(name = "apikey")
public final class ApiKeyReconciler implements Reconciler<ApiKey>, Cleaner<ApiKey> {
    /// A key needs a few steps at most: to be minted, or changed and rotated.
    private static final int STEPS_MAX = 8;

    private final KeyDesk desk;
    private final KeySecrets secrets;
    private final Pace pace;
    private final Clock clock;

    /// @param edgeUrl that is put beside the keys
    public ApiKeyReconciler(Management management, Optional<String> edgeUrl, Pace pace, Clock clock) {
        this.desk = new KeyDesk(management);
        this.secrets = new KeySecrets(edgeUrl);
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public UpdateControl<ApiKey> reconcile(ApiKey key, Context<ApiKey> context) {
        KubernetesClient client = context.getClient();
        Outcome outcome;
        try {
            outcome = outcome(key, client);
        } catch (Rejected e) {
            outcome = new Outcome.Stuck(Conditions.of(e));
        } catch (Away e) {
            outcome = new Outcome.Stuck(Conditions.of(e));
        }
        ApiKey.Status before = status(key);
        Instant now = clock.instant();
        Verdict verdict = outcome.verdict(now);
        key.setStatus(KeyTelling.of(key, before, outcome, verdict, now));
        Duration next = verdict.isReady() ? KeyTelling.next(outcome, pace, now) : pace.retry();
        return UpdateControl.patchStatus(key).rescheduleAfter(next);
    }

    @Override
    public DeleteControl cleanup(ApiKey key, Context<ApiKey> context) {
        try {
            desk.find(key).stream().filter(one -> !one.revoked()).forEach(one -> desk.revoke(one.id()));
            return DeleteControl.defaultDelete();
        } catch (Rejected | Away _) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(pace.retry());
        }
    }

    private Outcome outcome(ApiKey key, KubernetesClient client) {
        String namespace = key.getMetadata().getNamespace();
        Optional<Account> bound =
                new Bindings(client.resources(Account.class).list().getItems()).of(namespace);
        if (bound.isEmpty()) {
            return stuck("NoAccount", "no Account has the namespace " + namespace);
        }
        Account account = bound.get();
        String name = account.getMetadata().getName();
        Account.Status status = account.getStatus();
        String accountId = status == null ? null : status.accountId();
        if (accountId == null) {
            return stuck("AccountNotReady", "Account " + name + " is not open yet");
        }
        if (!KeyRights.mayHave(key.getSpec().group(), account.getSpec())) {
            return stuck("GroupNotAllowed", "spec.group: Account " + name + " allows its keys no such group");
        }
        return settled(key, accountId, client);
    }

    private Outcome settled(ApiKey key, String accountId, KubernetesClient client) {
        KeyPlan plan = new KeyPlan(key, accountId);
        for (int turn = 0; turn < STEPS_MAX; turn++) {
            SeenSecret secret;
            switch (secrets.find(key, client)) {
                case KeySecrets.Found.Foreign() -> {
                    return stuck(
                            "SecretTaken",
                            "Secret " + KeySecrets.name(key)
                                    + " is there and not this key's: name another in secretName");
                }
                case KeySecrets.Found.Nothing() -> secret = null;
                case KeySecrets.Found.Own(SeenSecret own) -> secret = own;
            }
            List<SeenKey> keys = desk.find(key);
            switch (plan.next(keys, secret, clock.instant())) {
                case KeyStep.Mint(var command, String once) -> store(key, plan, desk.mint(command, once), client);
                case KeyStep.Rotate(String id, long grace) -> store(key, plan, desk.rotate(id, grace), client);
                case KeyStep.Change(String id, var changes) -> desk.change(id, changes);
                case KeyStep.Revoke(String id) -> desk.revoke(id);
                case KeyStep.Rest(SeenKey current) -> {
                    return new Outcome.Issued(current, keys, plan.rotatesAt(current));
                }
                case KeyStep.Ended(String id) -> {
                    return stuck("Revoked", id + " was revoked, which is final: make another ApiKey");
                }
            }
        }
        throw new Away("its key does not come to rest: somebody else changes it");
    }

    private void store(ApiKey key, KeyPlan plan, JsonNode created, KubernetesClient client) {
        secrets.store(
                key, created.at("/key/id").asText(), created.path("secret").asText(), plan.round(), client);
    }

    private static Outcome stuck(String reason, String message) {
        return new Outcome.Stuck(Verdict.unready(reason, message));
    }

    private static ApiKey.Status status(ApiKey key) {
        ApiKey.Status status = key.getStatus();
        return status == null ? ApiKey.Status.NONE : status;
    }
}
