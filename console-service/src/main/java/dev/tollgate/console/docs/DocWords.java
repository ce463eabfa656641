package dev.tollgate.console.docs;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words around the documentation; its text is in templates, one for each topic and language.
@MessageBundle("docs")
public interface DocWords {
    @Message("Documentation")
    String title();

    @Message("Quick start")
    String quickStart();

    @Message("Authentication")
    String authentication();

    @Message("Endpoints")
    String endpoints();

    @Message("Chat completions")
    String chat();

    @Message("Models")
    String models();

    @Message("Errors")
    String errors();

    @Message("Rate limits")
    String rateLimits();

    @Message("Billing")
    String billing();

    @Message("FAQ")
    String faq();

    @Message("Status")
    String status();

    @Message("Type")
    String type();

    @Message("Code")
    String code();

    @Message("Other documentation")
    String elsewhere();
}
