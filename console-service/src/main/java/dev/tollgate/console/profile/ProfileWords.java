package dev.tollgate.console.profile;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of a user's own pages.
@MessageBundle("profile")
public interface ProfileWords {
    @Message("Your profile")
    String title();

    @Message("Who you are here, how you sign in, and what signs in for you.")
    String intro();

    @Message("Profile")
    String profile();

    @Message("Password and authenticator")
    String security();

    @Message("Sessions")
    String sessions();

    @Message("Access tokens")
    String tokens();

    @Message("Name")
    String name();

    @Message("Language of mails")
    String language();

    @Message("Your id")
    String id();

    @Message("Your profile is changed.")
    String saved();

    @Message("Sign-in address")
    String address();

    @Message("confirmed")
    String confirmed();

    @Message("not confirmed")
    String notConfirmed();

    @Message("New e-mail")
    String newEmail();

    @Message("A mail to the new address has a link. Until you open it, the old one stays.")
    String newEmailHelp();

    @Message("Send the link")
    String changeEmail();

    @Message("Look at the mail to {email}: its link makes it your address.")
    String emailSent(String email);

    @Message("Your password")
    String password();

    @Message("The password is wrong.")
    String passwordWrong();

    @Message("Change password")
    String changePassword();

    @Message("Present password")
    String oldPassword();

    @Message("New password")
    String newPassword();

    @Message("All other sessions end.")
    String newPasswordHelp();

    @Message("Your password is changed, and your other sessions are ended.")
    String passwordChanged();

    @Message("Authenticator")
    String totp();

    @Message("On")
    String totpOn();

    @Message("Off")
    String totpOff();

    @Message("With an authenticator, signing in takes a code of your phone besides the password.")
    String totpHelp();

    @Message("Set up an authenticator")
    String enrol();

    @Message("Scan this with your authenticator")
    String scan();

    @Message("Then type the six digits that it shows. Codes are asked for from then on.")
    String scanHelp();

    @Message("Picture to scan")
    String picture();

    @Message("Or type this secret into it")
    String secret();

    @Message("Open in an authenticator on this device")
    String openHere();

    @Message("Code")
    String code();

    @Message("Switch on")
    String switchOn();

    @Message("The code is wrong, or was used before: wait for the next one.")
    String codeWrong();

    @Message("Your authenticator is on")
    String codesTitle();

    @Message(
            "Keep these codes where you find them without your phone. Each signs you in once. They are not shown again.")
    String codesHelp();

    @Message("Recovery codes")
    String codes();

    @Message("I have kept them")
    String codesKept();

    @Message("Switch off")
    String switchOff();

    @Message("Code, or a recovery code")
    String codeOrRecovery();

    @Message("The authenticator is off: the password alone signs you in.")
    String switchedOff();

    @Message("Where you are signed in.")
    String sessionsHelp();

    @Message("Device")
    String device();

    @Message("Began")
    String began();

    @Message("Ends")
    String ends();

    @Message("Last used")
    String lastUsed();

    @Message("this one")
    String thisOne();

    @Message("unknown")
    String unknown();

    @Message("End")
    String end();

    @Message("The session is ended.")
    String ended();

    @Message("End all others")
    String endOthers();

    @Message("End all your other sessions?")
    String endOthersTitle();

    @Message("Every other browser and program that is signed in as you has to sign in again.")
    String endOthersHelp();

    @Message("All other sessions are ended.")
    String othersEnded();

    @Message("Programs use the management API by them, in your name. For model calls, use API keys.")
    String tokensHelp();

    @Message("New token")
    String newToken();

    @Message("What it is for.")
    String tokenNameHelp();

    @Message("Good for")
    String lasts();

    @Message("{days} days")
    String days(int days);

    @Message("What it may do")
    String scopes();

    @Message("Never more than you may yourself, at each use.")
    String scopesHelp();

    @Message("Choose how long it lasts.")
    String daysNeeded();

    @Message("Choose at least one.")
    String scopesNone();

    @Message("Create token")
    String create();

    @Message("Your new token")
    String madeTitle();

    @Message("Copy it now. It is not shown again.")
    String madeOnce();

    @Message("Token")
    String token();

    @Message("Done")
    String done();

    @Message("No tokens yet")
    String noneTitle();

    @Message("Make one for a script or a pipeline that sees to keys, limits or usage.")
    String noneHelp();

    @Message("Revoke")
    String revoke();

    @Message("Revoke this token?")
    String revokeTitle();

    @Message("Programs that use it are refused with their next call.")
    String revokeHelp();

    @Message("The token is revoked.")
    String revoked();

    @Message("Active")
    String active();

    @Message("Revoked")
    String isRevoked();

    @Message("Run out")
    String isOver();

    @Message("Status")
    String status();

    @Message("Actions")
    String actions();

    @Message("Search by name")
    String search();
}
