package dev.tollgate.console.audit;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the audit log.
@MessageBundle("audit")
public interface AuditWords {
    @Message("Audit log")
    String title();

    @Message("Each change that somebody made: who, when, and what it was before. Newest first.")
    String intro();

    @Message("Who")
    String actor();

    @Message("Login, or id of user or token")
    String actorHint();

    @Message("Action")
    String action();

    @Message("Action: key.create, or key for all")
    String actionHint();

    @Message("Object's id")
    String subject();

    @Message("Account's id")
    String account();

    @Message("From")
    String from();

    @Message("Until")
    String until();

    @Message("When")
    String when();

    @Message("What")
    String what();

    @Message("the system")
    String system();

    @Message("Field")
    String field();

    @Message("Before")
    String before();

    @Message("After")
    String after();

    @Message("{count} fields")
    String changes(int count);

    @Message("Nothing more was told.")
    String nothing();

    @Message("No changes yet")
    String noneTitle();

    @Message("Each change of keys, accounts, money and the catalogue stands here.")
    String noneHelp();

    @Message("Request id")
    String request();
}
