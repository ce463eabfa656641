package dev.tollgate.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.Stage;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the credit of accounts comes from, as it stands; in the order in which charges take it (rules 10).
///
/// @param free what accounts have and do not hold
record LotBook(List<Lot> lots, Map<String, Long> free) {
    private static final String LOTS = """
            SELECT id, account_id, kind, remaining, expires_at FROM credit_lot WHERE account_id = ANY ($1::text[])
            ORDER BY account_id, kind, expires_at NULLS LAST, created_at, id""";
    private static final String FREE =
            "SELECT id, greatest(0, balance - held) FROM account WHERE id = ANY ($1::text[])";

    record Lot(
            long id,
            String account,
            boolean isGift,
            long remaining,
            @Nullable Instant expiresAt) {
        boolean isDue(Instant now) {
            return expiresAt != null && !expiresAt.isAfter(now);
        }
    }

    static LotBook of(Stage stage, List<String> accounts) {
        Object ids = accounts.toArray(String[]::new);
        List<Lot> lots = new ArrayList<>();
        for (Row row : stage.sql(LOTS, ids)) {
            lots.add(new Lot(
                    row.getLong(0),
                    row.getString(1),
                    row.getString(2).equals("gift"),
                    row.getLong(3),
                    row.getOffsetDateTime(4) == null
                            ? null
                            : row.getOffsetDateTime(4).toInstant()));
        }
        Map<String, Long> free = new HashMap<>();
        stage.sql(FREE, ids).forEach(row -> free.put(row.getString(0), row.getLong(1)));
        return new LotBook(lots, free);
    }

    /// Fails when a step took from lots what is not its to take.
    void becomes(LotBook after, Step step, Instant now) {
        switch (step) {
            case Step.Use _, Step.UseAgain _, Step.Pass _, Step.Crash _ -> isChargedInOrder(after);
            case Step.ExpireGifts _ -> isExpired(after, now);
            case Step.Decide _ -> isPaidOut(after);
            case Step.Ask _,
                    Step.AskAgain _,
                    Step.GiveBack _,
                    Step.Begin _,
                    Step.Unpriced _,
                    Step.AskRefund _,
                    Step.SetLimit _,
                    Step.Freeze _,
                    Step.Overdraft _ -> assertThat(after.lots).as("lots").isEqualTo(lots);
            // A correction gives back, and credit that comes pays debts.
            case Step.End _, Step.OfTown _, Step.OfMoney _ -> {}
        }
    }

    /// What comes earlier in the order is used up before anything later is touched.
    private void isChargedInOrder(LotBook after) {
        Map<String, Long> left = new HashMap<>();
        for (Lot lot : lots) {
            long now = after.remaining(lot.id());
            assertThat(now).as("%s is charged", lot).isLessThanOrEqualTo(lot.remaining());
            if (now < lot.remaining()) {
                assertThat(left.getOrDefault(lot.account(), 0L))
                        .as("credit before %s", lot)
                        .isZero();
            }
            left.merge(lot.account(), now, Long::sum);
        }
    }

    /// All that is due and free is gone, and nothing else.
    private void isExpired(LotBook after, Instant now) {
        Map<String, Long> due = new HashMap<>();
        Map<String, Long> gone = new HashMap<>();
        for (Lot lot : lots) {
            long taken = lot.remaining() - after.remaining(lot.id());
            if (lot.isGift() && lot.isDue(now)) {
                due.merge(lot.account(), lot.remaining(), Long::sum);
                gone.merge(lot.account(), taken, Long::sum);
            } else {
                assertThat(taken).as("%s is not due", lot).isZero();
            }
        }
        due.forEach((account, most) -> assertThat(gone.get(account))
                .as("%s expires of account %s", most, account)
                .isEqualTo(Math.min(most, Objects.requireNonNull(free.get(account)))));
    }

    /// Given credit is never paid out.
    private void isPaidOut(LotBook after) {
        for (Lot lot : lots) {
            long now = after.remaining(lot.id());
            assertThat(now).as("%s is refunded", lot).isLessThanOrEqualTo(lot.remaining());
            if (lot.isGift()) {
                assertThat(now).as("%s was given", lot).isEqualTo(lot.remaining());
            }
        }
    }

    private long remaining(long id) {
        return lots.stream()
                .filter(lot -> lot.id() == id)
                .findFirst()
                .orElseThrow()
                .remaining();
    }
}
