package dev.tollgate.operator.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.condition.Conditions;
import dev.tollgate.operator.condition.Pace;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.management.Answer;
import dev.tollgate.operator.management.Away;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.management.Rejected;
import dev.tollgate.operator.resource.Account;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens accounts, gives them their credit, and says which namespaces are theirs. What an account has paid and
/// used stays when its resource goes: one that was opened for it is frozen.
@ControllerConfiguration(name = "account")
public final class AccountReconciler implements Reconciler<Account>, Cleaner<Account> {
    private final Management management;
    private final Pace pace;
    private final Clock clock;

    public AccountReconciler(Management management, Pace pace, Clock clock) {
        this.management = management;
        this.pace = pace;
        this.clock = clock;
    }

    @Override
    public UpdateControl<Account> reconcile(Account account, Context<Account> context) {
        Account.Status before = status(account);
        try {
            String id = opened(account);
            if (!id.equals(before.accountId())) {
                // Noted before anything is given.
                set(account, new Account.Status(null, null, id, null, null, null, null), before, creating());
                return UpdateControl.patchStatus(account).rescheduleAfter(Pace.AT_ONCE);
            }
            return finish(account, kept(account, id, context), before);
        } catch (Rejected e) {
            return finish(account, new Kept(before, List.of(Conditions.of(e))), before);
        } catch (Away e) {
            return finish(account, new Kept(before, List.of(Conditions.of(e))), before);
        }
    }

    @Override
    public DeleteControl cleanup(Account account, Context<Account> context) {
        String id = status(account).accountId();
        if (id == null || account.getSpec().accountId() != null) {
            return DeleteControl.defaultDelete();
        }
        try {
            ObjectNode freeze = Management.JSON.createObjectNode().put("status", "FROZEN");
            Answer answer = management.patch(path(id), freeze);
            if (!answer.is(Answer.NOT_FOUND)) {
                answer.orElseAway();
            }
            return DeleteControl.defaultDelete();
        } catch (Away _) {
            return DeleteControl.noFinalizerRemoval().rescheduleAfter(pace.retry());
        }
    }

    /// @param status whose conditions are not set yet
    private record Kept(Account.Status status, List<Verdict> verdicts) {}

    /// The account's id: the one that is named, else that of one opened once for this resource. Sent again, the
    /// same command answers the same, so that nothing that may change is in it.
    private String opened(Account account) {
        String named = account.getSpec().accountId();
        String noted = status(account).accountId();
        if (named != null || noted != null) {
            return named == null ? String.valueOf(noted) : named;
        }
        ObjectNode command = Management.JSON
                .createObjectNode()
                .put("name", account.getMetadata().getName());
        return management
                .postOnce(
                        "/accounts", command, "account/" + account.getMetadata().getUid())
                .orElseRejected()
                .path("id")
                .asText();
    }

    private Kept kept(Account account, String id, Context<Account> context) {
        JsonNode seen = management.get(path(id)).orElseRejected();
        ObjectNode changes = AccountPlan.changes(account, seen);
        if (!changes.isEmpty()) {
            management.patch(path(id), changes).orElseRejected();
        }
        String gift = AccountPlan.gift(account);
        if (gift != null) {
            give(account, id, gift);
        }
        JsonNode credit = management.get(path(id) + "/credit").orElseRejected();
        Long overdraft = AccountPlan.overdraft(account, credit);
        if (overdraft != null) {
            ObjectNode command = Management.JSON.createObjectNode().put("overdraft", overdraft.toString());
            credit = management.put(path(id) + "/overdraft", command).orElseRejected();
        }
        Bindings bindings =
                new Bindings(context.getClient().resources(Account.class).list().getItems());
        Account.Status status = new Account.Status(
                null,
                null,
                id,
                gift == null ? status(account).gift() : gift,
                Credits.text(credit.path("balance").asLong()),
                Credits.text(credit.path("free").asLong()),
                bindings.bound(account));
        return new Kept(status, List.of(Verdict.ready("Open", "the account is open"), bound(bindings.taken(account))));
    }

    private void give(Account account, String id, String gift) {
        ObjectNode command = Management.JSON
                .createObjectNode()
                .put("amount", Long.toString(Credits.nanos(gift)))
                .put("reason", "Account " + account.getMetadata().getName());
        management
                .postOnce(
                        path(id) + "/gifts",
                        command,
                        "account-gift/" + account.getMetadata().getUid())
                .orElseRejected();
    }

    private static Verdict bound(List<String> taken) {
        return taken.isEmpty()
                ? new Verdict("NamespacesBound", true, "Bound", "its namespaces draw on it")
                : new Verdict(
                        "NamespacesBound", false, "Taken", "drawn on by older accounts: " + String.join(", ", taken));
    }

    private static List<Verdict> creating() {
        return List.of(Verdict.unready("Creating", "is being opened"));
    }

    private UpdateControl<Account> finish(Account account, Kept kept, Account.Status before) {
        set(account, kept.status(), before, kept.verdicts());
        boolean ready = kept.verdicts().stream().anyMatch(Verdict::isReady);
        return UpdateControl.patchStatus(account).rescheduleAfter(ready ? pace.resync() : pace.retry());
    }

    private void set(Account account, Account.Status now, Account.Status before, List<Verdict> verdicts) {
        Long generation = account.getMetadata().getGeneration();
        account.setStatus(new Account.Status(
                generation,
                Conditions.of(before, generation, clock.instant(), verdicts),
                now.accountId(),
                now.gift(),
                now.balance(),
                now.free(),
                now.boundNamespaces()));
    }

    private static Account.Status status(Account account) {
        Account.@Nullable Status status = account.getStatus();
        return status == null ? Account.Status.NONE : status;
    }

    private static String path(String id) {
        return "/accounts/" + Management.escaped(id);
    }
}
