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

    @Message("Search by name")
    String searchBudgets();

    @Message("Search by e-mail")
    String searchInvitations();

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

    @Message(
            "With the next click there is no way in any more. Keys that were made go on working: replace or revoke them.")
    String removeHelp();

    @Message("Remove")
    String removeNow();

    @Message("The member is removed.")
    String removed();

    @Message("The last owner stays: make somebody else an owner first.")
    String lastOwner();

    @Message("Choose a role.")
    String roleNeeded();

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

    @Message(
            "Invite the people you work with: each signs in with an account of their own, and keys tell whose they are.")
    String noneHelp();

    @Message("Actions")
    String actions();

    @Message("Budgets")
    String budgets();

    @Message("A limit refuses requests once it is reached; a budget only tells by alerts.")
    String budgetsHelp();

    @Message("New limit")
    String newBudget();

    @Message("Name")
    String budgetName();

    @Message("What it is for.")
    String budgetNameHelp();

    @Message("Whose spending")
    String whom();

    @Message("Everybody on this account")
    String whomAll();

    @Message("The keys that name it")
    String whomKeys();

    @Message("Keys of one group")
    String whomGroup();

    @Message("Amount, in credits")
    String amount();

    @Message("Per")
    String period();

    @Message("Time zone")
    String zone();

    @Message("When days, weeks and months begin, such as Europe/Berlin. Empty: UTC.")
    String zoneHelp();

    @Message("When it is reached")
    String kind();

    @Message("Refuse requests")
    String refuses();

    @Message("Until the next period begins, or somebody raises it")
    String refusesHelp();

    @Message("Only tell")
    String tells();

    @Message("Requests go on; alerts are sent")
    String tellsHelp();

    @Message("Alerts at, in percent")
    String alerts();

    @Message("Each is sent once per period.")
    String alertsHelp();

    @Message("Write percentages, such as 50, 80, 100.")
    String alertsWrong();

    @Message("Create")
    String createBudget();

    @Message("It is made, and counts from now on.")
    String budgetMade();

    @Message("It is changed.")
    String budgetChanged();

    @Message("End")
    String endBudget();

    @Message("End this limit?")
    String endBudgetTitle();

    @Message("It binds nobody any more. What was spent stays in the records.")
    String endBudgetHelp();

    @Message("It is ended.")
    String budgetEnded();

    @Message("Spent")
    String spent();

    @Message("Limit")
    String limit();

    @Message("Budget")
    String budget();

    @Message("Ended")
    String isEnded();

    @Message("No limits yet")
    String noBudgets();

    @Message("Say how much the account, one member or one key may spend in a day, week or month.")
    String noBudgetsHelp();

    @Message("Next period begins")
    String nextPeriod();

    @Message("Without a name")
    String unnamed();
}
