package dev.tollgate.console.people;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the operator's pages about users.
@MessageBundle("people")
public interface PeopleWords {
    @Message("Users")
    String title();

    @Message("Everybody who can sign in, and what each may do on the whole platform.")
    String intro();

    @Message("All users")
    String tabUsers();

    @Message("Invitations")
    String tabInvitations();

    @Message("Search by e-mail")
    String searchInvitations();

    @Message("Search by login, name or id")
    String search();

    @Message("No users yet")
    String noneTitle();

    @Message("People sign up, are invited, or are made by the management API.")
    String noneHelp();

    @Message("Name")
    String name();

    @Message("Login")
    String login();

    @Message("E-mail")
    String email();

    @Message("Confirmed")
    String confirmed();

    @Message("Not confirmed")
    String unconfirmed();

    @Message("Platform role")
    String role();

    @Message("None")
    String none();

    @Message("Auditor")
    String auditor();

    @Message("Operator")
    String operator();

    @Message("Operators do everything on every account. Auditors see everything and "
            + "change nothing. Most users have neither.")
    String roleHelp();

    @Message("Status")
    String status();

    @Message("Active")
    String active();

    @Message("Suspended")
    String suspended();

    @Message("Created")
    String created();

    @Message("Id")
    String id();

    @Message("Password")
    String password();

    @Message("Set")
    String isSet();

    @Message("Not set")
    String notSet();

    @Message("Authenticator")
    String totp();

    @Message("On")
    String on();

    @Message("Off")
    String off();

    @Message("The admin token of the configuration acts as this user.")
    String first();

    @Message("Details")
    String details();

    @Message("Accounts")
    String accounts();

    @Message("Belongs to no account.")
    String noAccounts();

    @Message("Account")
    String account();

    @Message("Role there")
    String accountRole();

    @Message("Owner")
    String owner();

    @Message("Member")
    String member();

    @Message("Billing")
    String billing();

    @Message("Since")
    String since();

    @Message("Access tokens and sessions")
    String tokens();

    @Message("No tokens, and never signed in.")
    String noTokens();

    @Message("Kind")
    String kind();

    @Message("Token")
    String personal();

    @Message("Session")
    String session();

    @Message("Scopes")
    String scopes();

    @Message("Last used")
    String lastUsed();

    @Message("Ends")
    String ends();

    @Message("Revoked")
    String revoked();

    @Message("Ended")
    String over();

    @Message("Actions")
    String actions();

    @Message("Revoke")
    String revoke();

    @Message("Revoke this token?")
    String revokeTitle();

    @Message("It is refused from the next call on, and for good. A session that is revoked is signed out.")
    String revokeHelp();

    @Message("The token is revoked.")
    String revokeDone();

    @Message("Settings")
    String settings();

    @Message("The user is changed.")
    String saved();

    @Message("Change role")
    String changeRole();

    @Message("What may this user do on the platform?")
    String roleTitle();

    @Message("Choose one of these roles.")
    String roleUnknown();

    @Message("The platform role is changed. It counts from the next call on.")
    String roleDone();

    @Message("The last active operator stays: make somebody else an operator first.")
    String lastOperator();

    @Message("Suspend")
    String suspend();

    @Message("Suspend this user?")
    String suspendTitle();

    @Message("Sessions and access tokens are refused from the next call on, and nobody can sign "
            + "in as this user. API keys of the accounts go on working.")
    String suspendHelp();

    @Message("The user is suspended.")
    String suspendDone();

    @Message("Activate")
    String activate();

    @Message("Activate this user?")
    String activateTitle();

    @Message("The user can sign in again. Tokens that have not ended work again.")
    String activateHelp();

    @Message("The user is active again.")
    String activateDone();

    @Message("Remove authenticator")
    String removeTotp();

    @Message("Remove the authenticator?")
    String totpTitle();

    @Message("For somebody who has lost it and the recovery codes too. Make sure that you know "
            + "who asks: from then on the password alone is enough.")
    String totpHelp();

    @Message("The authenticator is removed.")
    String totpDone();

    @Message("This is you.")
    String self();

    @Message("Audit log")
    String audit();

    @Message("Invite somebody")
    String invite();

    @Message("A mail brings a link to sign up, with an account of their own. It is good for seven days.")
    String inviteHelp();

    @Message("Send invitation")
    String inviteNow();

    @Message("The invitation to {email} is on its way.")
    String invited(String email);

    @Message("Good until")
    String until();

    @Message("Waiting")
    String pending();

    @Message("Accepted")
    String accepted();

    @Message("Withdrawn")
    String withdrawnState();

    @Message("Run out")
    String expired();

    @Message("Send again")
    String resend();

    @Message("Withdraw")
    String withdraw();

    @Message("Withdraw the invitation to {email}?")
    String withdrawTitle(String email);

    @Message("The link in the mail stops working. You can invite again at any time.")
    String withdrawHelp();

    @Message("The invitation is withdrawn.")
    String withdrawn();

    @Message("Nobody is invited")
    String noGuestsTitle();

    @Message("Who is invited here signs up with an account of their own, even where sign-up is by invitation alone.")
    String noGuestsHelp();
}
