package dev.tollgate.console.team;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the pages about an account's people.
@MessageBundle("team")
public interface TeamWords {
    @Message("Team")
    String title();

    @Message("Who works on this account, and what each may do.")
    String intro();

    @Message("Members")
    String members();

    @Message("Invitations")
    String invitations();

    @Message("Invite somebody")
    String invite();

    @Message("Choose an account")
    String chooseTitle();

    @Message("Choose at the top which account you look at, and its people are here.")
    String choose();

    @Message("Search by name or e-mail")
    String search();

    @Message("Name")
    String name();

    @Message("E-mail")
    String email();

    @Message("Role")
    String role();

    @Message("Since")
    String since();

    @Message("you")
    String you();

    @Message("Owner")
    String owner();

    @Message("Member")
    String member();

    @Message("Billing")
    String billing();

    @Message("Everything: keys, usage, money, and the team itself")
    String ownerHelp();

    @Message("Keys and usage")
    String memberHelp();

    @Message("Usage and money: balance, top-ups, invoices, budgets")
    String billingHelp();

    @Message("Change role")
    String change();

    @Message("The role is changed.")
    String changed();

    @Message("Remove from the team")
    String remove();

    @Message("Remove {name} from the team?")
    String removeTitle(String name);

    @Message("With the next click there is no way in any more. Keys that were made go on working: replace or revoke them.")
    String removeHelp();

    @Message("Remove")
    String removeNow();

    @Message("The member is removed.")
    String removed();

    @Message("The last owner stays: make somebody else an owner first.")
    String lastOwner();

    @Message("A mail brings a link that is good for seven days.")
    String inviteHelp();

    @Message("Send invitation")
    String inviteNow();

    @Message("The invitation to {email} is on its way.")
    String invited(String email);

    @Message("Status")
    String status();

    @Message("Waiting")
    String pending();

    @Message("Accepted")
    String accepted();

    @Message("Withdrawn")
    String revoked();

    @Message("Run out")
    String expired();

    @Message("Good until")
    String until();

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
    String noneTitle();

    @Message("Invite the people you work with: each signs in with an account of their own, and keys tell whose they are.")
    String noneHelp();

    @Message("Actions")
    String actions();
}
