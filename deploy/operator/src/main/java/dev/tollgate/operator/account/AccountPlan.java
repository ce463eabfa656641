package dev.tollgate.operator.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.management.Words;
import dev.tollgate.operator.resource.Account;
import dev.tollgate.operator.resource.Limits;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is to be changed so that an account is as its resource says.
final class AccountPlan {
    private static final String DEFAULT_GROUP = "default";
    private static final Limits NONE = new Limits(null, null, null, null);

    private AccountPlan() {}

    /// The fields that differ; empty when none does.
    ///
    /// @param seen the management API's view of the account
    static ObjectNode changes(Account account, JsonNode seen) {
        Account.Spec spec = account.getSpec();
        ObjectNode wanted = Management.JSON.createObjectNode();
        String name = spec.name();
        String group = spec.group();
        wanted.put("name", name == null ? account.getMetadata().getName() : name);
        wanted.put("group", group == null ? DEFAULT_GROUP : group);
        wanted.put("status", Boolean.TRUE.equals(spec.frozen()) ? "FROZEN" : "ACTIVE");
        Limits limits = spec.limits();
        wanted.set("limits", Words.said(limits == null ? NONE : limits));
        return differing(wanted, seen);
    }

    /// Nano-credits of the overdraft that is to be set, or null when it is as it should be or nobody's to say
    /// here.
    static @Nullable Long overdraft(Account account, JsonNode credit) {
        Account.Credit said = account.getSpec().credit();
        String overdraft = said == null ? null : said.overdraft();
        if (overdraft == null) {
            return null;
        }
        long nanos = Credits.nanos(overdraft);
        return credit.path("overdraft").asLong() == nanos ? null : (Long) nanos;
    }

    /// Credits that are to be given, or null when they were, or when none are.
    static @Nullable String gift(Account account) {
        Account.Credit said = account.getSpec().credit();
        Account.Status status = account.getStatus();
        String gift = said == null ? null : said.gift();
        boolean given = status != null && Objects.equals(status.gift(), gift);
        return gift == null || given || Credits.nanos(gift) == 0 ? null : gift;
    }

    private static ObjectNode differing(ObjectNode wanted, JsonNode seen) {
        Iterator<String> names = wanted.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (Words.isSame(wanted.get(name), seen.path(name))) {
                names.remove();
            }
        }
        return wanted;
    }
}
