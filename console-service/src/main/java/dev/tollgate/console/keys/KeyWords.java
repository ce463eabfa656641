package dev.tollgate.console.keys;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the pages about API keys.
@MessageBundle("keys")
public interface KeyWords {
    @Message("Choose “View as owner” among this customer’s actions first.")
    String viewFirst();

    @Message("API keys")
    String title();

    @Message("Programs show a key with each call. It is told once, when it is made: keep it as you keep a password.")
    String intro();

    @Message("New key")
    String add();

    @Message("New API key")
    String addTitle();

    @Message("Create key")
    String create();

    @Message("Search by name or last characters")
    String search();

    @Message("Any status")
    String anyStatus();

    @Message("Name")
    String name();

    @Message("What it is for, such as the program and the place where it runs.")
    String nameHelp();

    @Message("Key")
    String key();

    @Message("Status")
    String status();

    @Message("Models")
    String models();

    @Message("One a line. Empty: every model that the account may use.")
    String modelsHelp();

    @Message("Created")
    String created();

    @Message("Expires")
    String expires();

    @Message("In UTC. Empty: never.")
    String expiresHelp();

    @Message("Account")
    String account();

    @Message("The id of the account that pays.")
    String accountHelp();

    @Message("Group")
    String group();

    @Message("Sets prices and models in place of the account's group.")
    String groupHelp();

    @Message("As the account")
    String groupOfAccount();

    @Message("Rate limits")
    String limits();

    @Message("Empty: no limit of the key's own.")
    String limitsHelp();

    @Message("Requests per minute")
    String rpm();

    @Message("Tokens per minute")
    String tpm();

    @Message("Requests per day")
    String rpd();

    @Message("Requests at once")
    String concurrency();

    @Message("Allowed addresses")
    String ips();

    @Message("One address or range a line, such as 203.0.113.0/24. Empty: any.")
    String ipsHelp();

    @Message("Spend limit")
    String spend();

    @Message("The key stops when one of its limits is reached, and goes on in the next period.")
    String spendHelp();

    @Message("The account has no spend limits for keys yet.")
    String spendNone();

    @Message("New limit, in credits")
    String spendNew();

    @Message("Per")
    String spendPeriod();

    @Message("day")
    String periodDay();

    @Message("week")
    String periodWeek();

    @Message("month")
    String periodMonth();

    @Message("in total")
    String periodTotal();

    @Message("all")
    String allModels();

    @Message("Active")
    String active();

    @Message("Disabled")
    String disabled();

    @Message("Revoked")
    String revoked();

    @Message("Replaced")
    String rotated();

    @Message("No keys yet")
    String noneTitle();

    @Message("Make the first one, and your programs can call every model that your account may use.")
    String noneHelp();

    @Message("Your new key")
    String madeTitle();

    @Message("Copy it now. It is not shown again; if it is lost, replace it.")
    String madeOnce();

    @Message("Secret key")
    String secret();

    @Message("Your first call")
    String firstCall();

    @Message("Done")
    String done();

    @Message("Settings")
    String settings();

    @Message("Actions")
    String actions();

    @Message("The key was changed. All edges know within a second.")
    String saved();

    @Message("Replace")
    String rotate();

    @Message("Replace this key?")
    String rotateTitle();

    @Message("You get a new secret with the same settings. The old one goes on working until the time you choose ends.")
    String rotateHelp();

    @Message("The old secret works for")
    String grace();

    @Message("not any longer")
    String graceNone();

    @Message("1 hour")
    String graceHour();

    @Message("1 day")
    String graceDay();

    @Message("7 days")
    String graceWeek();

    @Message("Disable")
    String disable();

    @Message("Disable this key?")
    String disableTitle();

    @Message("Calls with it are refused within a second. You can enable it again.")
    String disableHelp();

    @Message("The key is disabled.")
    String disableDone();

    @Message("Enable")
    String enable();

    @Message("Enable this key?")
    String enableTitle();

    @Message("Calls with it are taken again within a second.")
    String enableHelp();

    @Message("The key is enabled.")
    String enableDone();

    @Message("Revoke")
    String revoke();

    @Message("Revoke this key for good?")
    String revokeTitle();

    @Message("Calls with it are refused within a second, and it can never be used again.")
    String revokeHelp();

    @Message("Also end the answers that are being streamed now")
    String revokeStreams();

    @Message("The key is revoked.")
    String revokeDone();

    @Message("This key is revoked: it is kept for the records, and nothing of it can be changed.")
    String revokedNote();

    @Message("Replaced by")
    String replacedBy();

    @Message("Works until")
    String worksUntil();

    @Message("Owner")
    String user();

    @Message("Id")
    String id();

    @Message(
            "This form was sent before, and the key was made then. Its secret was shown there only: replace the key if you do not have it.")
    String alreadyMade();

    @Message("{count} models")
    String someModels(int count);
}
