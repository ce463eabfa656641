package dev.tollgate.billing.export;

import dev.tollgate.billing.export.Delivery.Acknowledged;
import dev.tollgate.billing.export.Delivery.Reason;
import dev.tollgate.billing.export.Delivery.Refused;
import dev.tollgate.billing.export.Delivery.Unfinished;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The oldest rows of the outbox, as far as one batch takes them.
///
/// @param messages those that can be sent, in order
/// @param unsendable those that cannot
record Batch(List<Message> messages, List<Refusal> unsendable) {
    Batch {
        messages = List.copyOf(messages);
        unsendable = List.copyOf(unsendable);
    }

    static Batch of(List<Pending> rows) {
        List<Message> messages = new ArrayList<>();
        List<Refusal> unsendable = new ArrayList<>();
        for (Pending row : rows) {
            String record = row.record();
            if (record == null) {
                unsendable.add(
                        row.bytes() == 0
                                ? new Refusal(row.seq(), new Refused(Reason.GONE, "its day was dropped"))
                                : new Refusal(row.seq(), new Refused(Reason.TOO_LARGE, row.bytes() + " bytes")));
                continue;
            }
            try {
                messages.add(Message.of(row.seq(), record));
            } catch (RuntimeException e) {
                unsendable.add(new Refusal(row.seq(), new Refused(Reason.UNREADABLE, e.toString())));
            }
        }
        return new Batch(messages, unsendable);
    }

    int size() {
        return messages.size() + unsendable.size();
    }

    /// What is to be written down. What an account has behind a message that is unfinished is sent again with it,
    /// even if it arrived: the order of an account's messages counts, their number does not.
    ///
    /// @param deliveries one per message
    Verdict judge(List<Delivery> deliveries) {
        List<Long> acknowledged = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>(unsendable);
        Set<String> behind = new HashSet<>();
        String trouble = null;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            switch (deliveries.get(i)) {
                case Acknowledged _ -> {
                    if (!behind.contains(message.account())) {
                        acknowledged.add(message.seq());
                    }
                }
                case Refused one -> refused.add(new Refusal(message.seq(), one));
                case Unfinished(String why) -> {
                    behind.add(message.account());
                    trouble = Objects.requireNonNullElse(trouble, why);
                }
            }
        }
        return new Verdict(acknowledged, refused, trouble);
    }

    /// A row that is set aside.
    record Refusal(long seq, Refused why) {}

    /// @param acknowledged rows that are done
    /// @param refused rows to be set aside
    /// @param trouble the first reason why something is to be sent again, or null when all is settled
    record Verdict(
            List<Long> acknowledged,
            List<Refusal> refused,
            @Nullable String trouble) {
        Verdict {
            acknowledged = List.copyOf(acknowledged);
            refused = List.copyOf(refused);
        }
    }
}
