package dev.tollgate.console.pricing;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the pages about prices.
@MessageBundle("prices")
public interface PriceWords {
    @Message("Prices")
    String title();

    @Message("What customers pay, and what providers charge. Changes are made as drafts, looked at, replayed "
            + "on past usage, and then published.")
    String intro();

    @Message("Drafts")
    String drafts();

    @Message("Search by note or number")
    String searchDrafts();

    @Message("Versions")
    String versions();

    @Message("Search by number or file hash")
    String searchVersions();

    @Message("Draft")
    String draft();

    @Message("Version")
    String version();

    @Message("Each change of what is charged makes a version. They never change, so every charge can be "
            + "computed again.")
    String versionsIntro();

    @Message("No versions yet")
    String noVersions();

    @Message("Version {number}")
    String versionName(long number);

    @Message("Draft {id}")
    String draftName(String id);

    @Message("In force")
    String inForce();

    @Message("Scheduled")
    String scheduled();

    @Message("Past")
    String past();

    @Message("Prices")
    String pricesOf();

    @Message("Costs")
    String costsOf();

    @Message("Published")
    String published();

    @Message("Status")
    String status();

    @Message("Changes")
    String about();

    @Message("{models} models, {groups} groups, {deployments} costs")
    String counts(int models, int groups, int deployments);

    @Message("Saved")
    String made();

    @Message("In force from")
    String effective();

    @Message("No drafts yet")
    String noneTitle();

    @Message("Prices come from the catalogue file until a published draft says otherwise.")
    String noneHelp();

    @Message("New draft")
    String add();

    @Message("Nothing changes until the draft is published.")
    String addHelp();

    @Message("Change the draft")
    String editTitle();

    @Message("A draft never changes: saving makes another one in its place, with a new number.")
    String editHelp();

    @Message("Change")
    String edit();

    @Message("Save draft")
    String save();

    @Message("Note")
    String note();

    @Message("Why, for whoever looks at it later.")
    String noteHelp();

    @Message("Prices of models")
    String linesPrices();

    @Message("In credits per million tokens, or per unit, before a group’s multiplier. Empty: as the input "
            + "or output.")
    String linesHelp();

    @Message("Multipliers of groups")
    String linesGroups();

    @Message("All prices are multiplied by it, for the group’s members.")
    String groupsHelp();

    @Message("Costs of deployments")
    String linesCosts();

    @Message("What the provider charges you, in credits: margins are computed from it.")
    String costsHelp();

    @Message("Add a model")
    String morePrices();

    @Message("Add a group")
    String moreGroups();

    @Message("Add a deployment")
    String moreCosts();

    @Message("More classes, tiers, free")
    String moreClasses();

    @Message("Model")
    String model();

    @Message("Models")
    String models();

    @Message("Group")
    String group();

    @Message("Groups")
    String groups();

    @Message("Deployment")
    String deployment();

    @Message("Deployments")
    String deployments();

    @Message("Model or deployment")
    String modelOrDeployment();

    @Message("Multiplier")
    String multiplier();

    @Message("Choose …")
    String chooseOne();

    @Message("Withdraw")
    String withdraw();

    @Message("What falls back to the catalogue file, one a line: models: gpt-4o")
    String withdrawHelp();

    @Message("Above input tokens")
    String aboveInput();

    @Message("Makes the line a tier for longer requests: add another line of the model.")
    String aboveHelp();

    @Message("Free")
    String free();

    @Message("Free: costs nothing, on purpose")
    String freeHelp();

    @Message("above {tokens} tokens")
    String above(long tokens);

    @Message("Credits per million tokens, or per unit.")
    String amounts();

    @Message("Cost")
    String cost();

    @Message("Units")
    String units();

    @Message("Class")
    String usageClass();

    @Message("Input")
    String input();

    @Message("Cached input")
    String cachedInput();

    @Message("Cache write")
    String cacheWrite();

    @Message("Output")
    String output();

    @Message("Reasoning")
    String reasoning();

    @Message("Audio input")
    String audioInput();

    @Message("Image input")
    String imageInput();

    @Message("Audio output")
    String audioOutput();

    @Message("Image output")
    String imageOutput();

    @Message("Image")
    String image();

    @Message("1,000 characters")
    String characters();

    @Message("Minute of audio")
    String audioMinute();

    @Message("Search")
    String searchUnit();

    @Message("Search by model, deployment or group")
    String searchRows();

    @Message("What it changes")
    String changes();

    @Message("Against what is in force once all that is published is.")
    String changesHelp();

    @Message("As compared with what is published now.")
    String changesPublished();

    @Message("Before")
    String before();

    @Message("After")
    String after();

    @Message("Change")
    String change();

    @Message("All prices are what this says already.")
    String noChangesHelp();

    @Message("Choose other days.")
    String noRequestsHelp();

    @Message("No price differs")
    String noChanges();

    @Message("There are more changes than are shown.")
    String truncated();

    @Message("Publish")
    String publish();

    @Message("Publish draft {id}?")
    String publishTitle(String id);

    @Message("Customers pay these prices from then on. A published draft never changes; a later draft may "
            + "change or withdraw it.")
    String publishHelp();

    @Message("In UTC, at least a minute ahead. Empty: in a minute.")
    String effectiveHelp();

    @Message("Published. The prices count after the notice of a minute.")
    String publishDone();

    @Message("Discard")
    String discard();

    @Message("Discard draft {id}?")
    String discardTitle(String id);

    @Message("It is deleted. Nothing that is charged changes.")
    String discardHelp();

    @Message("The draft is discarded.")
    String discardDone();

    @Message("Replay")
    String replay();

    @Message("Replay of draft {id}")
    String replayTitle(String id);

    @Message("What the requests of a period would have cost at the draft’s prices, computed from each "
            + "record. At most 31 days.")
    String replayHelp();

    @Message("From")
    String from();

    @Message("To")
    String to();

    @Message("Replay")
    String run();

    @Message("Requests")
    String requests();

    @Message("Customers paid")
    String paid();

    @Message("Would have paid")
    String wouldPay();

    @Message("Margin")
    String marginNow();

    @Message("Margin at these prices")
    String marginThen();

    @Message("{count} requests have no price in the draft and are in no sum.")
    String unpriced(long count);

    @Message("For {count} requests no cost is known, so the margin looks better than it is.")
    String uncosted(long count);

    @Message("No requests in this period")
    String noRequests();

    @Message("Import")
    String take();

    @Message("A draft of prices or costs from a model_prices JSON file, for the models that the catalogue has.")
    String takeHelp();

    @Message("The file’s text")
    String file();

    @Message("Up to 1 MiB. For larger files: ./tollgate import-prices FILE")
    String fileHelp();

    @Message("Take")
    String what();

    @Message("Prices")
    String whatPrices();

    @Message("Costs")
    String whatCosts();

    @Message("Both")
    String whatBoth();

    @Message("Markup")
    String markup();

    @Message("1.25 is 25 % above the provider’s price.")
    String markupHelp();

    @Message("Import")
    String imported();

    @Message("{taken} taken of {entries} entries")
    String importedOf(int taken, long entries);

    @Message("Next")
    String next();

    @Message("Previous")
    String previous();

    @Message("Set at least one price, multiplier or cost.")
    String nothingTyped();

    @Message("Choose one.")
    String choose();

    @Message("Write a plain number, such as 2.5, with at most nine decimals.")
    String notAPrice();

    @Message("Write a number above zero, such as 0.9.")
    String notAMultiplier();

    @Message("Choose a day.")
    String notADay();
}
