package dev.tollgate.console.people;

import dev.tollgate.contract.auth.v1.MembershipView;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.page.Page;
import java.util.List;

/// A user, with what the operator's page shows of him.
///
/// @param now Unix seconds, to tell what is over
record Known(UserView user, List<MembershipView> memberships, Page<TokenView> tokens, long now) {
    /// What forms call having no role.
    static final String NONE = "NONE";

    Known {
        memberships = List.copyOf(memberships);
    }

    /// Whether the admin token of the configuration acts as him.
    public boolean isFirst() {
        return user.id().equals(Principal.FIRST_OPERATOR);
    }

    /// The role that he has, or the greater of both; [#NONE] without one.
    static String role(UserView user) {
        List<PlatformRole> roles = user.platformRoles();
        return roles.isEmpty()
                ? NONE
                : roles.contains(PlatformRole.OPERATOR) ? PlatformRole.OPERATOR.name() : PlatformRole.AUDITOR.name();
    }
}
