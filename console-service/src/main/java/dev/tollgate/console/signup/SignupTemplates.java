package dev.tollgate.console.signup;

import dev.tollgate.contract.auth.v1.SignupOptions;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The pages of signing up and of links in mails.
@CheckedTemplate(basePath = "signup")
final class SignupTemplates {
    private SignupTemplates() {}

    static native TemplateInstance signup(SignupOptions options);

    static native TemplateInstance sent(String email);

    static native TemplateInstance resend();

    static native TemplateInstance confirm(String token, boolean isChange);

    static native TemplateInstance spent(String next);

    static native TemplateInstance forgot();

    static native TemplateInstance forgotSent(String email);

    static native TemplateInstance reset(String token);
}
