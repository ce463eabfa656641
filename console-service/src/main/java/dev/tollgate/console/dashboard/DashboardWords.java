package dev.tollgate.console.dashboard;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the dashboard.
@MessageBundle("dashboard")
public interface DashboardWords {
    @Message("Dashboard")
    String title();

    @Message("Days and hours are those of the account’s time zone, {zone}.")
    String zone(String zone);

    @Message("New key")
    String newKey();

    @Message("Balance, in credits")
    String balance();

    @Message("{free} free to spend")
    String free(String free);

    @Message("lasts about {days} days")
    String lasts(long days);

    @Message("Spent today")
    String today();

    @Message("Spent this month")
    String month();

    @Message("{count} requests")
    String someRequests(String count);

    @Message("This account is frozen: its requests are refused. Write to support to have it opened again.")
    String frozen();

    @Message("There is no credit left: requests that cost something are refused.")
    String empty();

    @Message("Only {free} credits are left. At the pace of the last seven days they last about {days} days.")
    String lowDays(String free, long days);

    @Message("Only {free} credits are left.")
    String low(String free);

    @Message("Top up")
    String topUp();

    @Message("Period")
    String period();

    @Message("24 hours")
    String day();

    @Message("7 days")
    String week();

    @Message("30 days")
    String days();

    @Message("Spend")
    String spend();

    @Message("Credits")
    String credits();

    @Message("Requests")
    String requests();

    @Message("{count} errors, {share}")
    String errors(String count, String share);

    @Message("no errors")
    String noErrors();

    @Message("Tokens")
    String tokens();

    @Message("{input} in, {output} out")
    String inAndOut(String input, String output);

    @Message("Latency")
    String latency();

    @Message("median; 95 % took less than {time}")
    String slow(String time);

    @Message("no request was completed")
    String noLatency();

    @Message("Time")
    String when();

    @Message("Completed")
    String completed();

    @Message("Failed")
    String failed();

    @Message("Input")
    String input();

    @Message("Output")
    String output();

    @Message("Spend over time, in credits; the table below says the same")
    String chartSpend();

    @Message("Requests over time, completed and failed; the table below says the same")
    String chartRequests();

    @Message("Tokens over time, in and out; the table below says the same")
    String chartTokens();

    @Message("Latency over time, p50 and p95 in milliseconds; the table below says the same")
    String chartLatency();

    @Message("By model")
    String byModel();

    @Message("By key")
    String byKey();

    @Message("Model")
    String model();

    @Message("Key")
    String key();

    @Message("Share")
    String share();

    @Message("and {count} more")
    String others(String count);

    @Message("Nothing in this period.")
    String nothing();

    @Message("Welcome")
    String welcome();

    @Message("Three steps to your first answer. Your figures appear here with the first request.")
    String welcomeHelp();

    @Message("done")
    String done();

    @Message("Create a key")
    String stepKey();

    @Message("Programs show it with each call. Give each program its own.")
    String stepKeyHelp();

    @Message("Top up")
    String stepCredit();

    @Message("You pay for what you use, from credit that you buy before. Free models need none.")
    String stepCreditHelp();

    @Message("Make your first call")
    String stepCall();

    @Message("Put your key in place of $API_KEY, and run this in a terminal.")
    String stepCallHelp();

    @Message("You belong to no account yet")
    String noAccount();

    @Message("Ask an owner of the account to invite you. What you may see appears here then.")
    String noAccountHelp();
}
