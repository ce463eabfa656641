package dev.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.auth.account.Account;
import dev.tollgate.auth.account.Limits;
import dev.tollgate.auth.key.ApiKey;
import dev.tollgate.local.testing.PostgresResource;
import dev.tollgate.local.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Flyway migrates the empty database of each test run; here the result is compared with the entities.
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(RedisResource.class)
class SchemaServiceTest {
    @Inject
    Pool pool;

    @Test
    void entitiesHaveTheColumnsOfTheMigratedTables() {
        for (Class<?> entity : List.of(Account.class, ApiKey.class)) {
            String table = entity.getAnnotation(Table.class).name();
            List<String> stored = new ArrayList<>();
            pool.query(
                            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'auth' AND table_name = '"
                                    + table + "'")
                    .executeAndAwait()
                    .forEach(row -> stored.add(row.getString(0)));
            assertThat(columns(entity)).as(table).containsExactlyInAnyOrderElementsOf(stored);
        }
    }

    private static List<String> columns(Class<?> entity) {
        return Stream.of(entity.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .filter(field -> !field.getName().startsWith("$"))
                .flatMap(field -> field.isAnnotationPresent(Embedded.class)
                        ? columns(Limits.class).stream()
                        : Stream.of(column(field)))
                .toList();
    }

    private static String column(Field field) {
        Column column = field.getAnnotation(Column.class);
        return column == null || column.name().isEmpty() ? field.getName() : column.name();
    }
}
