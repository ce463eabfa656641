package dev.tollgate.local.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Why a process ended, in the words of its log: the root cause of its last error, else its last line, if that is not
/// one of the usual JSON lines.
final class LastWords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BYTES_MAX = 256 << 10;
    private static final int CAUSES_MAX = 20;
    private static final int LENGTH_MAX = 300;

    private LastWords() {}

    /// @param from where in the log the process began to write
    /// @return one line; empty when it said nothing
    static String in(Path log, long from) {
        List<String> lines =
                tail(log, from).lines().filter(line -> !line.isBlank()).toList();
        for (String line : lines.reversed()) {
            String error = error(line);
            if (!error.isEmpty()) {
                return shorten(error);
            }
        }
        String last = lines.isEmpty() ? "" : lines.getLast();
        return last.startsWith("{") ? "" : shorten(last);
    }

    private static String tail(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(Math.min(from, file.length()), file.length() - BYTES_MAX);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// A JSON line of the level ERROR or FATAL; empty for any other line.
    private static String error(String line) {
        if (!line.startsWith("{")) {
            return "";
        }
        try {
            JsonNode entry = JSON.readTree(line);
            String level = entry.path("level").asText();
            if (!level.equals("ERROR") && !level.equals("FATAL")) {
                return "";
            }
            JsonNode cause = entry.path("exception");
            for (int i = 0; i < CAUSES_MAX && cause.path("causedBy").has("exception"); i++) {
                cause = cause.path("causedBy").path("exception");
            }
            String why = cause.path("message").asText("");
            return entry.path("message").asText() + (why.isBlank() ? "" : ": " + why);
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX) + "…";
    }
}
