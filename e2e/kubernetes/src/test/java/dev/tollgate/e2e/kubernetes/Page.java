package dev.tollgate.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// docs/kubernetes.md, as an administrator follows it: its commands and its overlay, with names of one's own.
final class Page {
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final Pattern BLOCK = Pattern.compile("(?m)^( *)```[a-z]*\\n(.*?)^\\1```$", Pattern.DOTALL);
    private static final Pattern LEFT_OPEN = Pattern.compile("…|your\\.domain");

    private final String text = Checkout.read(Checkout.HOME.resolve("docs/kubernetes.md"));

    /// The blocks below a heading, without the indentation of the list that they are in.
    List<String> blocks(String heading) {
        int begin = text.indexOf("\n## " + heading + "\n");
        assertThat(begin).as("the page's section " + heading).isNotNegative();
        int end = text.indexOf("\n## ", begin + 4);
        Matcher found = BLOCK.matcher(text.substring(begin, end < 0 ? text.length() : end));
        return found.results().map(block -> block.group(2).stripIndent()).toList();
    }

    /// The one block below a heading that says this.
    String block(String heading, String says) {
        List<String> found =
                blocks(heading).stream().filter(block -> block.contains(says)).toList();
        assertThat(found).as("blocks of " + heading + " with " + says).hasSize(1);
        return found.getFirst();
    }

    /// Runs commands of the page in a folder, each text replaced by one's own. Nothing may be left open.
    static String run(Path folder, String commands, Map<String, String> own) {
        String script = commands;
        for (Map.Entry<String, String> replacement : own.entrySet()) {
            assertThat(script).contains(replacement.getKey());
            script = script.replace(replacement.getKey(), replacement.getValue());
        }
        assertThat(LEFT_OPEN.matcher(script).find()).as(script).isFalse();
        Kubectl.Outcome outcome = Kubectl.program(
                List.of("bash", "-euo", "pipefail", "-c", "cd '" + folder + "'\n" + script), WITHIN, "");
        assertThat(outcome.succeeded())
                .as("%s%n%s%n%s", script, outcome.out(), outcome.err())
                .isTrue();
        return outcome.out();
    }
}
