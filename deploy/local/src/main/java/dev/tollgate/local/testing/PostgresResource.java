package dev.tollgate.local.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// A real Postgres 18: one server per test JVM, a fresh database for each start of the resource.
///
/// Quarkus may load this class more than once, so the running server is remembered in a system property, not in a
/// static field. The server ends with the JVM. Works as root (inside `unshare`) and as a normal user.
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    private static final String PORT_PROPERTY = "tollgate.testing.postgres-port";
    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";

    @Override
    public Map<String, String> start() {
        int port = sharedServerPort();
        String database = "test_" + UUID.randomUUID().toString().replace("-", "");
        createDatabase(port, database);
        Map<String, String> config = new HashMap<>(TestSecrets.asConfig());
        config.put("quarkus.datasource.reactive.url", "postgresql://127.0.0.1:" + port + "/" + database);
        config.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:" + port + "/" + database);
        config.put("quarkus.datasource.username", USER);
        config.put("quarkus.datasource.password", PASSWORD);
        return config;
    }

    /// Leaves the database to the server's end: pools of the service under test may still be open here.
    @Override
    public void stop() {}

    private static int sharedServerPort() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(PORT_PROPERTY);
            if (known != null) {
                return Integer.parseInt(known);
            }
            int port = startServer();
            System.setProperty(PORT_PROPERTY, Integer.toString(port));
            return port;
        }
    }

    private static int startServer() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(30))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .setServerConfig("shared_buffers", "64MB")
                    .start()
                    .getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Postgres did not start", e);
        }
    }

    private static void createDatabase(int port, String database) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException("the test database could not be created", e);
        }
    }
}
