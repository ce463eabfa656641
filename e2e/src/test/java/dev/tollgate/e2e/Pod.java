package dev.tollgate.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// An inner service beside the suite, as a pod with a database of its own would be: not part of the running suite,
/// so that it may be started in any way.
final class Pod implements AutoCloseable {
    private final Suite suite;
    private final ServiceProcess process;
    private final int port;

    /// @param service `auth`, `routing` or `billing`
    /// @param more environment, over what every pod gets
    Pod(Suite suite, String service, Database database, Map<String, String> more) {
        this.suite = suite;
        this.port = freePort();
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("TOLLGATE_HTTP_PORT", Integer.toString(port));
        environment.put("TOLLGATE_REDIS_URL", suite.stack().redisUrl());
        environment.put("TOLLGATE_INTERNAL_TOKENS", "token");
        environment.put("TOLLGATE_MASTER_KEYS", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        environment.put(
                "TOLLGATE_CATALOGUE",
                Path.of("../config/catalogue.yaml").toAbsolutePath().toString());
        environment.putAll(more);
        process = new ServiceProcess(service + "-service", environment);
    }

    /// An empty database and its owner.
    record Database(String name, String address) {
        static Database empty(Suite suite) {
            String name = "m" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = suite.stack().database();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
                statement.execute("GRANT " + name + " TO CURRENT_USER");
                statement.execute("CREATE DATABASE " + name + " OWNER " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            URI postgres = suite.stack().url("postgres");
            return new Database(name, postgres.getHost() + ":" + postgres.getPort() + "/" + name);
        }

        /// The same, reached by this line.
        Database by(Line line) {
            line.leadTo(URI.create("http://" + address));
            return new Database(name, line.address() + "/" + name);
        }

        private Map<String, String> environment() {
            return Map.of(
                    "TOLLGATE_DB_REACTIVE_URL",
                    "postgresql://" + address,
                    "TOLLGATE_DB_JDBC_URL",
                    "jdbc:postgresql://" + address,
                    "TOLLGATE_DB_USER",
                    name,
                    "TOLLGATE_DB_PASSWORD",
                    name);
        }
    }

    /// Waits for its end.
    int exitCode() {
        return process.exitCode();
    }

    String log() {
        return process.log();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    HttpResponse<String> probe(String name) {
        return suite.send(HttpRequest.newBuilder(URI.create(url() + "/q/health/" + name))
                .timeout(Duration.ofSeconds(5))
                .build());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
