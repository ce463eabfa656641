package dev.tollgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for every template, whatever it shows.
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern POSTED = Pattern.compile("(?s)<form[^>]*method=\"post\".*?</form>");
    private static final Pattern UNTIED = Pattern.compile("<p class=\"tg-error\"(?! id=)");

    @Test
    void whatPeopleWroteIsNeverTakenForHtml() throws IOException {
        assertThat(having(Pattern.compile("\\.(?:raw|safe)\\b|escaping=false"))).isEmpty();
    }

    @Test
    void everyFormThatPostsBearsTheToken() throws IOException {
        List<String> without = new ArrayList<>();
        int forms = 0;
        for (Path file : files()) {
            Matcher posted = POSTED.matcher(Files.readString(file));
            while (posted.find()) {
                forms++;
                if (!posted.group().contains("{#token /}")) {
                    without.add(file + ": " + posted.group().lines().findFirst().orElse(""));
                }
            }
        }
        assertThat(forms).isGreaterThan(40);
        assertThat(without).isEmpty();
    }

    @Test
    void everyErrorCanBeTiedToItsField() throws IOException {
        assertThat(having(UNTIED)).isEmpty();
    }

    private static List<String> having(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            if (pattern.matcher(Files.readString(file)).find()) {
                found.add(file.toString());
            }
        }
        return found;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(TEMPLATES)) {
            return all.filter(path -> path.toString().endsWith(".html")).toList();
        }
    }
}
