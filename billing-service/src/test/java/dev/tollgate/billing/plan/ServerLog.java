package dev.tollgate.billing.plan;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/// Reads the plans that the server wrote down while something was done.
final class ServerLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAN = "plan:\n";

    private final Pool pool;
    private final Path file =
            Path.of(ConfigProvider.getConfig().getValue(ExplainedPostgres.LOGS, String.class), "plans.json");

    ServerLog(Pool pool) {
        this.pool = pool;
    }

    List<Plan> during(Runnable action) throws IOException {
        long begin = Files.size(file);
        // What was asked before is written by now, or in its lines.
        List<String> before = linesUntil(mark(), begin);
        action.run();
        List<String> lines = linesUntil(mark(), begin);
        List<Plan> plans = new ArrayList<>();
        for (String line : lines.subList(before.size(), lines.size())) {
            String message = JSON.readTree(line).path("message").asText();
            if (message.contains(PLAN)) {
                plans.add(Plan.of(read(message.substring(message.indexOf(PLAN) + PLAN.length()))));
            }
        }
        return plans;
    }

    private String mark() {
        String mark = "SELECT '" + UUID.randomUUID() + "'";
        pool.query(mark).execute().await().indefinitely();
        return mark;
    }

    private List<String> linesUntil(String mark, long from) {
        List<String> lines = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            lines.clear();
            lines.addAll(linesFrom(from));
            return lines.stream().anyMatch(line -> line.contains(mark));
        });
        return lines;
    }

    /// Whole lines only: the last one may be half written.
    private List<String> linesFrom(long from) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(log.length() - from)];
            log.seek(from);
            log.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        }
    }

    private static JsonNode read(String plan) {
        try {
            return JSON.readTree(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(plan, e);
        }
    }
}
