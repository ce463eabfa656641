package dev.tollgate.local.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PostgresResourceTest {

    @Test
    void isARealPostgres18() throws SQLException {
        Map<String, String> config = new PostgresResource().start();

        try (Connection connection = connect(config);
                ResultSet version = connection.createStatement().executeQuery("SHOW server_version_num")) {
            version.next();
            assertThat(version.getInt(1)).isBetween(180_000, 189_999);
        }
    }

    @Test
    void givesAFreshDatabaseOnTheSameServerEachTime() {
        String first = databaseUrl(new PostgresResource().start());
        String second = databaseUrl(new PostgresResource().start());

        assertThat(first).isNotEqualTo(second);
        assertThat(server(first)).isEqualTo(server(second));
    }

    @Test
    void bringsTheSharedSecrets() {
        assertThat(new PostgresResource().start())
                .containsEntry("tollgate.internal.tokens", "test-internal-token")
                .containsKey("tollgate.master-keys");
    }

    private static String databaseUrl(Map<String, String> config) {
        return Objects.requireNonNull(config.get("quarkus.datasource.jdbc.url"));
    }

    private static String server(String url) {
        return url.substring(0, url.lastIndexOf('/'));
    }

    private static Connection connect(Map<String, String> config) throws SQLException {
        return DriverManager.getConnection(
                config.get("quarkus.datasource.jdbc.url"),
                config.get("quarkus.datasource.username"),
                config.get("quarkus.datasource.password"));
    }
}
