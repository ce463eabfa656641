package dev.tollgate.console.invitations;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of somebody who was invited.
@MessageBundle("invitation")
public interface InvitationWords {
    @Message("You are invited")
    String title();

    @Message("Join {account}")
    String toAccount(String account);

    @Message("You are invited to work on {account}, as {email}.")
    String intro(String account, String email);

    @Message("You are invited to open an account here, as {email}.")
    String introHere(String email);

    @Message("Accept the invitation")
    String accept();

    @Message("I have an account already: sign in")
    String signIn();

    @Message("This invitation is for {email}, and you are signed in as {login}.")
    String other(String email, String login);

    @Message("Sign out and use the other login")
    String switchLogin();

    @Message("Whoever this address belongs to has a login here already. Sign in below, then accept.")
    String known();

    @Message("Ask those who run this service for a login with this address, or sign in if you have one; then accept.")
    String closed();

    @Message("You have an account here already: there is nothing left to accept.")
    String nothing();

    @Message("You are a member of {account} now.")
    String accepted(String account);

    @Message("Your account is ready. Sign in with your password.")
    String ready();

    @Message("Choose a name and a password")
    String choose();

    @Message("Ask for another invitation, or open the link of the newest mail.")
    String spent();
}
