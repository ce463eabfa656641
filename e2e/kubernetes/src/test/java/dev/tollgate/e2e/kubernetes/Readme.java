package dev.tollgate.e2e.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The README's commands, so that what a reader pastes is what runs here.
final class Readme {
    private static final Pattern HEADING = Pattern.compile("(#+) .*");
    private static final String FENCE = "```";

    private Readme() {}

    /// Runs commands in the checkout, with the programs of the tests; what they leave in the background, a forwarded
    /// port, ends with them.
    static Kubectl.Outcome run(List<String> commands, Duration within) {
        String script = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\ncd '" + Checkout.HOME + "'\n"
                + "helm() { command '" + Helm.PROGRAM + "' \"$@\"; }\n" + String.join("\n", commands);
        return Kubectl.program(List.of("bash", "-euo", "pipefail", "-c", script), within, "");
    }

    /// The commands of the section whose heading has this word, in order; blocks in other languages are left out.
    static List<String> commands(String text, String headingWord) {
        return blocks(text, headingWord, Pattern.compile("(sh|bash)?"));
    }

    /// The fenced blocks of the section whose heading has this word, and whose fence says this, in order.
    static List<String> blocks(String text, String headingWord, Pattern fence) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        int section = 0;
        boolean inBlock = false;
        boolean wanted = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith(FENCE)) {
                if (inBlock && wanted && section > 0) {
                    blocks.add(block.toString());
                }
                wanted = !inBlock
                        && fence.matcher(line.substring(FENCE.length())).matches();
                inBlock = !inBlock;
                block.setLength(0);
            } else if (inBlock) {
                block.append(line).append('\n');
            } else if (HEADING.matcher(line).matches()) {
                int level = line.indexOf(' ');
                if (section == 0 && line.contains(headingWord)) {
                    section = level;
                } else if (section > 0 && level <= section) {
                    return blocks;
                }
            }
        }
        return blocks;
    }
}
