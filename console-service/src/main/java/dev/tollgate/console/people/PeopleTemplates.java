package dev.tollgate.console.people;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The operator's pages about users.
@CheckedTemplate(basePath = "people")
final class PeopleTemplates {
    private PeopleTemplates() {}

    static native TemplateInstance list(Page<UserView> users, String search, Pager pager);

    static native TemplateInstance one(Known known, UserView user, boolean self, Pager pager);

    /// Asks before something is done.
    ///
    /// @param action `role`, `suspend`, `activate` or `totp`
    /// @param self whether it is who asks
    static native TemplateInstance confirm(UserView user, String action, boolean self);

    static native TemplateInstance revoke(UserView user, String token);

    static native TemplateInstance invitations(Page<InvitationView> invitations, String search, Pager pager);

    static native TemplateInstance invite();

    static native TemplateInstance withdraw(InvitationView invitation);
}
