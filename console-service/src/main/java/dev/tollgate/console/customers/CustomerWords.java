package dev.tollgate.console.customers;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the operator's pages about accounts.
@MessageBundle("customers")
public interface CustomerWords {
    @Message("Customers")
    String title();

    @Message("Accounts, who belongs to them, and what they have.")
    String intro();

    @Message("Search by name or id")
    String search();

    @Message("No accounts yet")
    String noneTitle();

    @Message("One is made when somebody signs up, or by the management API.")
    String noneHelp();

    @Message("Account")
    String account();

    @Message("Group")
    String group();

    @Message("Status")
    String status();

    @Message("Active")
    String active();

    @Message("Frozen")
    String frozen();

    @Message("Balance")
    String balance();

    @Message("Free to spend")
    String free();

    @Message("Held")
    String held();

    @Message("Overdraft")
    String overdraft();

    @Message("Owed")
    String owed();

    @Message("Created")
    String created();

    @Message("Id")
    String id();

    @Message("Members")
    String members();

    @Message("Nobody is a member.")
    String noMembers();

    @Message("Role")
    String role();

    @Message("Owner")
    String owner();

    @Message("Member")
    String member();

    @Message("Billing")
    String billingRole();

    @Message("API keys")
    String keys();

    @Message("No keys.")
    String noKeys();

    @Message("Ledger")
    String entries();

    @Message("No entries.")
    String noEntries();

    @Message("Settings")
    String settings();

    @Message("Name")
    String name();

    @Message("Sets prices and models.")
    String groupHelp();

    @Message("Rate limits")
    String limits();

    @Message("For all keys of the account together. Empty: as the group says.")
    String limitsHelp();

    @Message("Requests per minute")
    String rpm();

    @Message("Tokens per minute")
    String tpm();

    @Message("Requests per day")
    String rpd();

    @Message("Requests at once")
    String concurrency();

    @Message("The account is changed.")
    String saved();

    @Message("Freeze")
    String freeze();

    @Message("Freeze this account?")
    String freezeTitle();

    @Message("Its keys are refused within a second, and credit that edges hold is called back. Nothing is lost.")
    String freezeHelp();

    @Message("The account is frozen.")
    String freezeDone();

    @Message("Unfreeze")
    String unfreeze();

    @Message("Unfreeze this account?")
    String unfreezeTitle();

    @Message("Its keys work again within a second.")
    String unfreezeHelp();

    @Message("The account is active again.")
    String unfreezeDone();

    @Message("Give credit")
    String gift();

    @Message("Give credit")
    String giftTitle();

    @Message("Given credit is spent before bought credit and is never refunded.")
    String giftHelp();

    @Message("Credits")
    String amount();

    @Message("Expires")
    String expires();

    @Message("In UTC. Empty: never.")
    String expiresHelp();

    @Message("{credits} credits were given.")
    String giftDone(String credits);

    @Message("Set overdraft")
    String setOverdraft();

    @Message("How far may it go below zero?")
    String overdraftTitle();

    @Message("In credits. 0 is prepaid.")
    String overdraftHelp();

    @Message("The overdraft is set.")
    String overdraftDone();

    @Message("Audit log")
    String audit();

    @Message("Reason")
    String why();

    @Message("It stands in the audit log, which the account's owners may read.")
    String whyHelp();

    @Message("View as owner")
    String view();

    @Message("Look at this account as its owner does?")
    String viewTitle();

    @Message("That you looked is written to the audit log. What you change there is logged under your own name.")
    String viewHelp();
}
