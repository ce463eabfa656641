package dev.tollgate.console.usage;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the pages about usage.
@MessageBundle("usage")
public interface UsageWords {
    @Message("Usage")
    String title();

    @Message("Each request with what it cost. Open one to see its receipt.")
    String intro();

    @Message("History")
    String history();

    @Message("Live")
    String live();

    @Message("Live usage")
    String liveTitle();

    @Message("Requests appear here within about two seconds of their end.")
    String liveIntro();

    @Message("Live usage needs scripts, which this browser does not run. The history shows the same.")
    String liveScript();

    @Message("No requests yet: they appear here as they come in.")
    String liveNone();

    @Message("Connecting …")
    String opening();

    @Message("Connected")
    String open();

    @Message("Paused")
    String paused();

    @Message("The connection was lost. Connecting again …")
    String lost();

    @Message("You may no longer see this account’s usage.")
    String ended();

    @Message("Too many at once: some are not shown here, but all are in the history.")
    String skipped();

    @Message("Pause")
    String pause();

    @Message("Go on")
    String resume();

    @Message("Request id")
    String search();

    @Message("Write a whole request id, as `x-request-id` of an answer tells it.")
    String searchHelp();

    @Message("Period")
    String period();

    @Message("All time")
    String allTime();

    @Message("Last 24 hours")
    String day();

    @Message("Last 7 days")
    String week();

    @Message("Last 30 days")
    String month();

    @Message("Model")
    String model();

    @Message("Any model")
    String anyModel();

    @Message("Key")
    String key();

    @Message("Any key")
    String anyKey();

    @Message("Outcome")
    String outcome();

    @Message("Any outcome")
    String anyOutcome();

    @Message("Completed")
    String completed();

    @Message("Failed")
    String failed();

    @Message("Refused")
    String refused();

    @Message("Cancelled")
    String cancelled();

    @Message("Interrupted")
    String interrupted();

    @Message("Out of credit")
    String creditExhausted();

    @Message("Key revoked")
    String revoked();

    @Message("Under way")
    String pending();

    @Message("Time")
    String time();

    @Message("Tokens in → out")
    String tokens();

    @Message("Credits")
    String cost();

    @Message("Duration")
    String duration();

    @Message("Export CSV")
    String export();

    @Message("No requests yet")
    String noneTitle();

    @Message("As soon as a program calls with one of your keys, its requests are listed here.")
    String noneHelp();

    @Message("Nothing on this page")
    String onNext();

    @Message("What you look for is rare: older pages may have more.")
    String onNextHelp();

    @Message("Receipt")
    String receipt();

    @Message("Download receipt")
    String download();

    @Message("This request is not settled yet. Its receipt is there when it is.")
    String pendingNote();

    @Message(
            "The edge that served this request ended before it told what was used: the charge is for what was surely delivered.")
    String estimatedNote();

    @Message("Endpoint")
    String endpoint();

    @Message("streamed")
    String streamed();

    @Message("batch")
    String ofBatch();

    @Message("It is a line of a batch, at a batch's prices.")
    String batchNote();

    @Message("HTTP status")
    String httpStatus();

    @Message("first byte after {time}")
    String firstByte(String time);

    @Message("Group")
    String group();

    @Message("Charge")
    String items();

    @Message("Item")
    String item();

    @Message("Quantity")
    String quantity();

    @Message("Credits per million")
    String perMillion();

    @Message("Amount")
    String amount();

    @Message("Nothing was used.")
    String noItems();

    @Message("Charged")
    String charge();

    @Message("Of it, what the account did not have")
    String uncollected();

    @Message("By version {version} of the price list.")
    String priceNote(long version);

    @Message("{amount} credits were held while it ran.")
    String holdNote(String amount);

    @Message("This is revision {revision}: what was charged before was corrected.")
    String revisionNote(int revision);

    @Message("Attempts")
    String attempts();

    @Message("Deployment")
    String deployment();

    @Message("Result")
    String result();

    @Message("Check it")
    String verify();

    @Message("The downloaded receipt is signed. This checks the signature and adds up all sums, by our")
    String verifyHelp();

    @Message("public keys")
    String publicKeys();

    @Message("Input tokens")
    String classInput();

    @Message("Input tokens read from the cache")
    String classCachedInput();

    @Message("Input tokens written to the cache")
    String classCacheWrite();

    @Message("Audio input tokens")
    String classAudioInput();

    @Message("Image input tokens")
    String classImageInput();

    @Message("Output tokens")
    String classOutput();

    @Message("Reasoning tokens")
    String classReasoning();

    @Message("Audio output tokens")
    String classAudioOutput();

    @Message("Image output tokens")
    String classImageOutput();

    @Message("Thousandths of an image")
    String classMilliImages();

    @Message("Characters")
    String classCharacters();

    @Message("Milliseconds of audio")
    String classAudioMilliseconds();

    @Message("Searches")
    String classSearches();
}
