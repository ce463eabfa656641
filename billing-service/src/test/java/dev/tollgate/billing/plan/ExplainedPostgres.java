package dev.tollgate.billing.plan;

import dev.tollgate.local.testing.TestSecrets;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A Postgres of its own that writes down the plan of each statement as it was executed, of triggers' and
/// functions' statements too: EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) of what the code really sends, generic plans
/// included.
public final class ExplainedPostgres implements QuarkusTestResourceLifecycleManager {
    /// The folder of the server's log.
    static final String LOGS = "tollgate.test.explained-logs";

    private EmbeddedPostgres server;

    @Override
    public Map<String, String> start() {
        try {
            Path logs = Files.createTempDirectory("tollgate-plans");
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("logging_collector", "on")
                    .setServerConfig("log_directory", logs.toString())
                    .setServerConfig("log_filename", "plans")
                    .setServerConfig("log_destination", "jsonlog")
                    .setServerConfig("shared_preload_libraries", "auto_explain")
                    .setServerConfig("auto_explain.log_min_duration", "0")
                    .setServerConfig("auto_explain.log_analyze", "on")
                    .setServerConfig("auto_explain.log_buffers", "on")
                    .setServerConfig("auto_explain.log_timing", "off")
                    .setServerConfig("auto_explain.log_format", "json")
                    .setServerConfig("auto_explain.log_nested_statements", "on")
                    .start();
            Map<String, String> config = new HashMap<>(TestSecrets.asConfig());
            String database = "127.0.0.1:" + server.getPort() + "/postgres";
            config.put("quarkus.datasource.reactive.url", "postgresql://" + database);
            config.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + database);
            config.put("quarkus.datasource.username", "postgres");
            config.put("quarkus.datasource.password", "postgres");
            config.put(LOGS, logs.toString());
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded Postgres did not start", e);
        }
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
