package dev.tollgate.billing.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A statement's plan as it was executed.
record Plan(String sql, JsonNode root, List<Scan> scans) {
    /// One node that reads a table, over all of its loops.
    ///
    /// @param rows read, shown or not
    record Scan(String node, String table, long rows) {}

    static Plan of(JsonNode logged) {
        List<Scan> scans = new ArrayList<>();
        collect(logged.path("Plan"), scans);
        return new Plan(logged.path("Query Text").asText(), logged.path("Plan"), scans);
    }

    /// Pages of 8 kB that it touched.
    long buffers() {
        return root.path("Shared Hit Blocks").asLong()
                + root.path("Shared Read Blocks").asLong();
    }

    long rowsRead() {
        return scans.stream().mapToLong(Scan::rows).sum();
    }

    boolean touches(String tables) {
        return scans.stream().anyMatch(scan -> scan.table().matches(tables));
    }

    private static void collect(JsonNode node, List<Scan> scans) {
        double loops = node.path("Actual Loops").asDouble();
        if (loops > 0 && node.has("Relation Name")) {
            double each = node.path("Actual Rows").asDouble()
                    + node.path("Rows Removed by Filter").asDouble()
                    + node.path("Rows Removed by Index Recheck").asDouble();
            if (node.path("Node Type").asText().contains("Scan")) {
                scans.add(new Scan(
                        node.path("Node Type").asText(),
                        node.path("Relation Name").asText(),
                        Math.round(loops * each)));
            }
        }
        node.path("Plans").forEach(child -> collect(child, scans));
    }
}
