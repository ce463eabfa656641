package dev.tollgate.console.team;

import dev.tollgate.console.web.Form;
import dev.tollgate.contract.auth.v1.AccountRole;
import org.jspecify.annotations.Nullable;

/// The role that a form's choice tells.
final class Roles {
    private Roles() {}

    /// Null when it is none of those that were offered, which is marked.
    static @Nullable AccountRole of(Form form, TeamWords words) {
        String chosen = form.value("role");
        for (AccountRole role : AccountRole.values()) {
            if (role.name().equals(chosen)) {
                return role;
            }
        }
        form.mark("role", words.roleNeeded());
        return null;
    }
}
