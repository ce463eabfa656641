package dev.tollgate.operator.key;

import dev.tollgate.operator.resource.Account;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group is a price and a choice of models: who may write ApiKeys chooses among those that the account
/// allows.
final class KeyRights {
    private static final String DEFAULT = "default";

    private KeyRights() {}

    static boolean mayHave(@Nullable String group, Account.Spec account) {
        String own = account.group();
        List<String> allowed = account.keyGroups();
        return group == null
                || group.equals(own == null ? DEFAULT : own)
                || (allowed != null && allowed.contains(group));
    }
}
