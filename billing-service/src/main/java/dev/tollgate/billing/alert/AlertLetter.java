package dev.tollgate.billing.alert;

import dev.tollgate.billing.mail.Letter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// An alert as a mail: plain text, exact figures, one line for what customers named themselves.
final class AlertLetter {
    /// What topics of these begin with.
    static final String TOPIC = "alert";

    private static final String TOTAL = "total";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private AlertLetter() {}

    /// One for each alert and target.
    static Letter of(Due due) {
        Due.Event event = due.event();
        Due.Limit limit = event.limit();
        return new Letter(
                TOPIC + "/" + event.id() + "/" + due.targetId(),
                subject(event),
                lead(event) + "\n\n"
                        + "Account: " + event.accountId() + "\n"
                        + (limit.budget() ? "Budget: " : "Limit: ") + named(limit) + "\n"
                        + "Counts: " + whom(limit) + "\n"
                        + "Period: " + period(event) + "\n"
                        + "Threshold: " + event.threshold() + " %\n"
                        + "Spent: " + Letter.credits(event.spent()) + " credits\n"
                        + "Amount: " + Letter.credits(event.amount()) + " credits\n"
                        + "Alert: " + event.id() + "\n");
    }

    private static String subject(Due.Event event) {
        Due.Limit limit = event.limit();
        String what = limit.name().isBlank() ? limit.id() : oneLine(limit.name());
        return (event.refused() ? "Spend limit reached: " : event.threshold() + " % spent: ") + what;
    }

    private static String lead(Due.Event event) {
        if (event.limit().budget()) {
            return event.threshold() + " % of this budget is spent. A budget refuses nothing.";
        }
        if (event.refused()) {
            return "A request was refused: what is left of this limit does not pay for it.";
        }
        return event.threshold() < 100
                ? event.threshold() + " % of this limit is spent. When it is used up, requests are refused."
                : "This limit is used up: requests are refused until its next period, or until it is raised.";
    }

    private static String named(Due.Limit limit) {
        return limit.name().isBlank() ? limit.id() : oneLine(limit.name()) + " (" + limit.id() + ")";
    }

    private static String whom(Due.Limit limit) {
        return switch (limit.scope()) {
            case "account" -> "all keys of the account";
            case "group" -> "the account's keys of the group " + limit.group();
            case "user" -> "the account's keys of the user " + limit.userId();
            default -> "the keys that name it";
        };
    }

    private static String period(Due.Event event) {
        Due.Limit limit = event.limit();
        return limit.period().equals(TOTAL)
                ? "in total"
                : limit.period() + " from "
                        + TIME.format(
                                Instant.ofEpochSecond(event.periodStartsAt()).atZone(ZoneId.of(limit.timeZone())))
                        + " " + limit.timeZone();
    }

    /// A name has no line breaks of its own to make lines, or headers, of.
    private static String oneLine(String name) {
        return name.replaceAll("[\\p{Cntrl}\\s\\x{2028}\\x{2029}]+", " ").strip();
    }
}
