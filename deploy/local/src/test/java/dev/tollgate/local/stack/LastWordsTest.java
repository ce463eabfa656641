package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {

    private static final String INFO = "{\"level\":\"INFO\",\"message\":\"stopped\"}\n";
    private static final String ERROR = "{\"level\":\"ERROR\",\"message\":\"Failed to start\",\"exception\":"
            + "{\"message\":\"outer\",\"causedBy\":{\"exception\":{\"message\":\"port\\n 8080 is taken\"}}}}\n";

    @TempDir
    private Path directory;

    @Test
    void areTheLastErrorWithItsRootCauseInOneLine() throws IOException {
        assertThat(LastWords.in(log(INFO + ERROR + INFO), 0)).isEqualTo("Failed to start: port 8080 is taken");
    }

    @Test
    void areTheLastLineWhenThereIsNoError() throws IOException {
        assertThat(LastWords.in(log("first\nError: no class\n\n"), 0)).isEqualTo("Error: no class");
        assertThat(LastWords.in(log(INFO + "{half a line"), 0)).isEmpty();
    }

    @Test
    void areNotThoseOfTheProcessBefore() throws IOException {
        assertThat(LastWords.in(log(ERROR + "now\n"), ERROR.length())).isEqualTo("now");
        assertThat(LastWords.in(log(ERROR), ERROR.length())).isEmpty();
        assertThat(LastWords.in(log("cut"), 1_000)).isEmpty();
    }

    @Test
    void areShortAndNeverFail() throws IOException {
        assertThat(LastWords.in(log("x".repeat(2 << 20)), 0)).hasSizeLessThan(310);
        assertThat(LastWords.in(directory.resolve("none.log"), 0)).isEmpty();
    }

    private Path log(String text) throws IOException {
        return Files.writeString(directory.resolve("process.log"), text);
    }
}
