package dev.tollgate.console.signin;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of signing in.
@MessageBundle("signin")
public interface SigninWords {
    @Message("Sign in")
    String title();

    @Message("Sign in to {name}")
    String heading(String name);

    @Message("E-mail or login")
    String login();

    @Message("Password")
    String password();

    @Message("E-mail or password is wrong.")
    String refused();

    @Message("Too many failed attempts. Try again in 15 minutes.")
    String locked();

    @Message("Code of your authenticator")
    String code();

    @Message("Six digits, or one of your recovery codes.")
    String codeHelp();

    @Message("Type your password again, and the code that your authenticator shows.")
    String codeNeeded();

    @Message("The code is wrong, or was used before: wait for the next one.")
    String codeRefused();

    @Message("Your address is not confirmed yet: follow the link in the mail.")
    String unconfirmed();

    @Message("You have signed out.")
    String signedOut();
}
