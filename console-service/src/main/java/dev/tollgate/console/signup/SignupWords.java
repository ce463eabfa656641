package dev.tollgate.console.signup;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of signing up, and of what links in mails lead to.
@MessageBundle("signup")
public interface SignupWords {
    @Message("Create your account")
    String title();

    @Message("New here?")
    String ask();

    @Message("Create an account")
    String link();

    @Message("Have an account already?")
    String haveOne();

    @Message("Forgot your password?")
    String forgot();

    @Message("Name")
    String name();

    @Message("E-mail")
    String email();

    @Message("Password")
    String password();

    @Message("At least 12 characters. A few words that only you would put together are good.")
    String passwordHelp();

    @Message("Use 12 to 200 characters.")
    String passwordLength();

    @Message("Create account")
    String create();

    @Message("Sign-up is by invitation")
    String byInvitationTitle();

    @Message("Ask somebody who has an account to invite you: the link in the mail leads you on.")
    String byInvitation();

    @Message("Sign-up is closed")
    String closedTitle();

    @Message("Accounts are made by those who run this service. Ask them for one.")
    String closed();

    @Message("No mails are sent from here yet, and a sign-up needs one. Ask those who run this service for an account.")
    String noMail();

    @Message("No mails are sent from here, so no link would come. Ask those who run this service.")
    String noLink();

    @Message("Look at your mail")
    String sentTitle();

    @Message("We sent a link to {email}. Open it within 24 hours to confirm that the address is yours.")
    String sent(String email);

    @Message("No mail? Look among the unwanted ones, and check that the address is right.")
    String sentHelp();

    @Message("Send it again")
    String again();

    @Message("Send the mail again")
    String resendTitle();

    @Message("With the address and the password that you chose when you signed up.")
    String resendHelp();

    @Message("If a sign-up with this address and password waits, the mail is on its way.")
    String resent();

    @Message("Another address")
    String otherAddress();

    @Message("Confirm your address")
    String confirmTitle();

    @Message("One click, and your account is ready.")
    String confirmHelp();

    @Message("Confirm")
    String confirm();

    @Message("Your address is confirmed. Sign in with your password.")
    String confirmed();

    @Message("This link does not work")
    String spentTitle();

    @Message(
            "It was used before, has run out, or is not complete. Open the whole link of the newest mail, or ask for another.")
    String spent();

    @Message("Confirm your new address")
    String emailTitle();

    @Message("From then on you sign in with it.")
    String emailHelp();

    @Message("Your new address is confirmed. Sign in with it from now on.")
    String emailDone();

    @Message("Set a new password")
    String resetTitle();

    @Message("We send a link to your address, good for an hour.")
    String resetHelp();

    @Message("Send the link")
    String resetAsk();

    @Message("If {email} has an account here, a link is on its way. It is good for an hour.")
    String resetSent(String email);

    @Message("New password")
    String newPassword();

    @Message("All your sessions end, and you sign in again.")
    String newPasswordHelp();

    @Message("Set password")
    String reset();

    @Message("Your password is changed. Sign in with it.")
    String resetDone();

    @Message("Back to sign in")
    String backToSignIn();
}
