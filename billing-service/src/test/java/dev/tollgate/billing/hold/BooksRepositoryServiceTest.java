package dev.tollgate.billing.hold;

import static dev.tollgate.billing.TestBooks.give;
import static dev.tollgate.billing.TestBooks.newAccount;
import static dev.tollgate.billing.TestBooks.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.billing.Stage;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The guards are in the statements' own WHERE: a decision by what was read too early changes nothing.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class BooksRepositoryServiceTest {
    @Inject
    Pool pool;

    @Inject
    BooksRepository books;

    @Test
    void rule8TheGuardOfAHoldIsInTheUpdateItself() {
        String account = newAccount();
        give(account, "10", "k");
        Tally stale =
                new Tally(new Books(Map.of(account, new AccountCredit(account, 100, 0, 0, false)), Map.of(), Map.of()));
        stale.hold(account, List.of(), 50);
        assertThatThrownBy(() -> write(stale)).hasMessageContaining("the guard of accounts let 0 of 1");
        assertThat(number(pool, "SELECT held FROM account WHERE id = '" + account + "'"))
                .isZero();
    }

    @Test
    void rule6TheGuardOfALimitIsInTheUpdateItself() {
        Stage stage = new Stage(pool);
        String account = stage.account(1_000);
        String id = stage.limit(account, 10, "total");
        SpendLimit believed = new SpendLimit(id, account, 100, Recurrence.TOTAL, ZoneOffset.UTC);
        PeriodKey period = believed.keyAt(Instant.now());
        pool.withTransaction(tx -> books.periods(tx, Map.of(period, believed.periodAt(Instant.now()))))
                .await()
                .indefinitely();
        Tally stale = new Tally(new Books(
                Map.of(account, new AccountCredit(account, 1_000, 0, 0, false)), Map.of(id, believed), Map.of()));
        stale.hold(account, List.of(period), 50);
        assertThatThrownBy(() -> write(stale)).hasMessageContaining("the guard of spend limits let 0 of 1");
        assertThat(stage.held(account)).isZero();
    }

    private void write(Tally tally) {
        pool.withTransaction(tx -> books.write(tx, tally)).await().indefinitely();
    }
}
