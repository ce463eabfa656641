package dev.tollgate.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// Each service can be rolled back alone to the release before this one, or be the first to be rolled out: the
/// contracts of now against those at the commit that `deploy/PREVIOUS` names. A clone without that commit cannot
/// tell, and says so.
class PreviousReleaseTest {
    private static final Path ROOT = Path.of("..");
    private static final String DIRECTORY = "contracts/openapi";

    @Test
    void nothingThatThePreviousReleaseSaysOrExpectsIsGone() throws Exception {
        String previous = Files.readString(ROOT.resolve("deploy/PREVIOUS")).strip();
        assertThat(previous).matches("[0-9a-f]{40}");
        boolean known = git("cat-file", "-e", previous + "^{commit}").code() == 0;
        if (!known) {
            System.err.println("NOT CHECKED: this clone has no commit " + previous
                    + " (deploy/PREVIOUS): fetch it to compare the contracts with the previous release's");
        }
        assumeTrue(known, "the previous release's commit is not in this clone: " + previous);

        List<String> files =
                git("ls-tree", "--name-only", previous, DIRECTORY + "/").lines();
        assertThat(files).isNotEmpty();
        List<String> breaks = new ArrayList<>();
        for (String file : files) {
            Path now = ROOT.resolve(file);
            if (!Files.exists(now)) {
                breaks.add(file + " is gone");
                continue;
            }
            String before = String.join("\n", git("show", previous + ":" + file).lines());
            Compatibility.breaks(read(before), read(Files.readString(now)))
                    .forEach(line -> breaks.add(Path.of(file).getFileName() + ": " + line));
        }
        assertThat(breaks).isEmpty();
    }

    private record Output(int code, List<String> lines) {}

    private static Output git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", ROOT.toString()));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // A source tree without git, as in an archive.
            return new Output(-1, List.of());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Output(process.exitValue(), said.lines().toList());
    }

    private static Map<?, ?> read(String yaml) {
        return new Yaml().load(yaml);
    }
}
