package dev.tollgate.console.profile;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.auth.v1.CreatedToken;
import dev.tollgate.contract.auth.v1.RecoveryCodes;
import dev.tollgate.contract.auth.v1.TokenView;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/// A user's own pages.
@CheckedTemplate(basePath = "profile")
final class ProfileTemplates {
    private ProfileTemplates() {}

    static native TemplateInstance profile(UserView user);

    static native TemplateInstance security(UserView user);

    static native TemplateInstance enrol(Enrolment enrolment);

    static native TemplateInstance codes(RecoveryCodes codes);

    static native TemplateInstance sessions(Page<TokenView> sessions, String current, Pager pager);

    static native TemplateInstance tokens(Page<TokenView> tokens, String search, long now, Pager pager);

    static native TemplateInstance newToken(List<String> scopes);

    static native TemplateInstance made(CreatedToken made);

    /// Asks before something is ended.
    ///
    /// @param what `session`, `others` or `token`
    static native TemplateInstance ask(String what, String action, String back);
}
