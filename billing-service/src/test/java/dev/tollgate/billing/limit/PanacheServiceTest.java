package dev.tollgate.billing.limit;

import static dev.tollgate.billing.TestBooks.newAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.persistence.Column;
import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What billing manages, spend limits, is Hibernate Reactive's with Panache.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class PanacheServiceTest {
    @Inject
    SpendLimits limits;

    @Inject
    Pool pool;

    @Test
    void spendLimitsAreStoredAndFoundByPanache() throws Throwable {
        String account = newAccount();
        SpendLimitCommand command = new SpendLimitCommand(account, "12345", "week", "Europe/Berlin");
        SpendLimit made = SpendLimit.of(command, Instant.now());
        VertxContextSupport.subscribeAndAwait(() -> limits.create(made, command));

        var row = pool.preparedQuery("SELECT account_id, amount, period, time_zone FROM spend_limit WHERE id = $1")
                .execute(Tuple.of(made.id))
                .await()
                .indefinitely()
                .iterator()
                .next();
        assertThat(row.getString("account_id")).isEqualTo(account);
        assertThat(row.getLong("amount")).isEqualTo(12_345);
        assertThat(row.getString("period")).isEqualTo("week");
        assertThat(row.getString("time_zone")).isEqualTo("Europe/Berlin");

        SpendLimit found = Objects.requireNonNull(
                VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> limits.findById(made.id))));
        assertThat(found).isNotSameAs(made);
        assertThat(found.accountId).isEqualTo(account);
        assertThat(found.amount).isEqualTo(12_345);
        assertThat(found.period).isEqualTo("week");
        assertThat(found.timeZone).isEqualTo("Europe/Berlin");
        Long counted = VertxContextSupport.subscribeAndAwait(
                () -> Panache.withSession(() -> limits.count("accountId", account)));
        assertThat(counted).isEqualTo(1L);
    }

    @Test
    void theEntityHasTheColumnsOfTheMigratedTable() {
        List<String> stored = new ArrayList<>();
        pool.preparedQuery("SELECT column_name FROM information_schema.columns WHERE table_schema = 'billing'"
                        + " AND table_name = $1")
                .execute(Tuple.of(SpendLimit.class.getAnnotation(Table.class).name()))
                .await()
                .indefinitely()
                .forEach(row -> stored.add(row.getString(0)));
        assertThat(Stream.of(SpendLimit.class.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                        .filter(field -> !field.getName().startsWith("$"))
                        .map(PanacheServiceTest::column))
                .containsExactlyInAnyOrderElementsOf(stored);
    }

    private static String column(Field field) {
        Column column = field.getAnnotation(Column.class);
        return column == null || column.name().isEmpty() ? field.getName() : column.name();
    }
}
