package dev.tollgate.console.overview;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the operator's overview.
@MessageBundle("overview")
public interface OverviewWords {
    @Message("Overview")
    String title();

    @Message("How the platform stands, by UTC days. Amounts are in credits.")
    String intro();

    @Message("Stop refreshing")
    String stop();

    @Message("Refresh every 15 seconds")
    String start();

    @Message("Today")
    String today();

    @Message("What waits for somebody")
    String alerts();

    @Message("Nothing waits for anybody.")
    String calm();

    @Message("Frames that were not understood (verify the ledger, then post them again):")
    String quarantine();

    @Message("Accounts that used more than could be collected:")
    String uncollectedAlert();

    @Message("Mails that were given up:")
    String mails();

    @Message("Webhooks that were given up:")
    String webhooks();

    @Message("Leases of an edge’s earlier start, or past their time (release the edge if it does not return):")
    String leases();

    @Message("Frozen accounts:")
    String frozen();

    @Message("Refunds that wait for a decision:")
    String refunds();

    @Message("Open")
    String open();

    @Message("The catalogue’s file is not in force. Line {line}:")
    String problem(int line);

    @Message("{rate} errors")
    String errorRate(String rate);

    @Message("Charged")
    String charge();

    @Message("{amount} collected")
    String collected(String amount);

    @Message("Not collected")
    String uncollected();

    @Message("Cost")
    String cost();

    @Message("{count} requests without a known cost")
    String uncosted(String count);

    @Message("known for all requests")
    String costed();

    @Message("Margin")
    String margin();

    @Message("Edges")
    String edges();

    @Message("Edge")
    String edge();

    @Message("State")
    String state();

    @Message("Heard of")
    String seen();

    @Message("start {number}")
    String epoch(long number);

    @Message("Leases")
    String openLeases();

    @Message("Left over")
    String orphaned();

    @Message("Held")
    String held();

    @Message("Under way")
    String inFlight();

    @Message("Oldest in its journal")
    String oldest();

    @Message("Well")
    String well();

    @Message("Silent")
    String silent();

    @Message("Journal late")
    String late();

    @Message("Deployments")
    String deployments();

    @Message("Deployment")
    String deployment();

    @Message("Errors")
    String errors();

    @Message("sent to none")
    String none();

    @Message("Drained")
    String drained();

    @Message("Failing")
    String failing();

    @Message("Some errors")
    String someFail();

    @Message("Traffic")
    String traffic();

    @Message("Charge, cost and margin")
    String money();

    @Message("Day")
    String day();

    @Message("Requests by day; the table below says the same")
    String chartTraffic();

    @Message("Charge, cost and margin by day, in credits; the table below says the same")
    String chartMoney();

    @Message("By provider")
    String byProvider();

    @Message("Provider")
    String provider();

    @Message("Biggest accounts")
    String accounts();

    @Message("The catalogue has {models} models and {deployments} deployments, in force since")
    String catalogue(int models, int deployments);

    @Message("As of")
    String asOf();
}
