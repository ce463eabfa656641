package dev.tollgate.console.team;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.auth.v1.InvitationView;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The pages about an account's people.
@CheckedTemplate(basePath = "team")
final class TeamTemplates {
    private TeamTemplates() {}

    /// For somebody who looks at no account.
    static native TemplateInstance none();

    static native TemplateInstance members(Page<MemberView> members, String search, Pager pager);

    static native TemplateInstance member(MemberView member);

    static native TemplateInstance remove(MemberView member);

    static native TemplateInstance invitations(Page<InvitationView> invitations, String search, Pager pager);

    static native TemplateInstance invite();

    static native TemplateInstance withdraw(InvitationView invitation);
}
