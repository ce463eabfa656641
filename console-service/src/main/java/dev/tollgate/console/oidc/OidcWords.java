package dev.tollgate.console.oidc;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of signing in by an identity provider.
@MessageBundle("oidc")
public interface OidcWords {
    @Message("Sign in with {name}")
    String signIn(String name);

    @Message("or")
    String or();

    @Message("{name} cannot be reached just now. Try again in a minute, or sign in with your password.")
    String away(String name);

    @Message("{name} did not let you in, or you refused. Begin again if you want to sign in with it.")
    String denied(String name);

    @Message(
            "Signing in with {name} was not completed: begin again, in this window. If that does not help, tell whoever "
                    + "runs this site.")
    String unproved(String name);

    @Message("{name} has not verified your e-mail address yet. Confirm it there, then sign in again.")
    String unverified(String name);

    @Message(
            "{name} knows you, but there is no active user here for you. If you have a password here, sign in with it; "
                    + "else ask whoever runs this site for an invitation.")
    String nobody(String name);
}
