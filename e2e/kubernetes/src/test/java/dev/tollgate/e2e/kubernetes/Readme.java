package dev.tollgate.e2e.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The README's commands, so that what a reader pastes is what runs here.
final class Readme {
    private static final Pattern HEADING = Pattern.compile("(#+) .*");

    private Readme() {}

    /// The fenced blocks of the section whose heading has this word, in order; blocks in other languages are left out.
    static List<String> commands(String text, String headingWord) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        int section = 0;
        boolean inBlock = false;
        boolean shell = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("```")) {
                if (inBlock && shell && section > 0) {
                    blocks.add(block.toString());
                }
                shell = !inBlock && line.matches("```(sh|bash)?");
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
