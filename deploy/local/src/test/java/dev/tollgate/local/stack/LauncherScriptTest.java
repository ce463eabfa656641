package dev.tollgate.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell script, run as a person would.
class LauncherScriptTest {

    private static final Path SCRIPT =
            Path.of("../../tollgate").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void takesJavaHomeFirst() throws Exception {
        Path jdk = fakeJdk("chosen", "25.0.1");
        fakeJdk("many/other", "25.0.2");

        assertThat(run(Map.of("JAVA_HOME", jdk.toString(), "TOLLGATE_JDK_DIRS", directory + "/many"), "version"))
                .contains("Java: 25 (" + jdk + ")");
    }

    @Test
    void passesOverAnOldJavaHomeAndFindsOneInTheUsualFolders() throws Exception {
        Path old = fakeJdk("old", "17.0.9");
        Path right = fakeJdk("many/temurin-25", "25");

        assertThat(run(Map.of("JAVA_HOME", old.toString(), "TOLLGATE_JDK_DIRS", directory + "/many"), "version"))
                .contains("Java: 25 (" + right + ")");
    }

    @Test
    void findsAMacsJdk() throws Exception {
        Path right = fakeJdk("many/temurin-25.jdk/Contents/Home", "25.0.1");

        assertThat(run(Map.of("TOLLGATE_JDK_DIRS", directory + "/many"), "version"))
                .contains("(" + right + ")");
    }

    @Test
    void saysInOneLineThatThereIsNone() throws Exception {
        String output = run(Map.of("TOLLGATE_JDK_DIRS", directory.toString()), "up");

        assertThat(output.lines())
                .containsExactly(
                        "tollgate: no JDK 25 found: install one (https://adoptium.net) or set JAVA_HOME to it",
                        "exit 1");
    }

    @Test
    void refusesAnUnknownCommand() throws Exception {
        assertThat(run(Map.of(), "fly")).contains("unknown command: fly").endsWith("exit 1");
    }

    @Test
    void resetForgetsWhatWasBookedPaidAndWritten() throws Exception {
        Path script = Files.copy(SCRIPT, directory.resolve("tollgate"));
        Path data = Files.createDirectories(directory.resolve(".tollgate"));
        for (String file : new String[] {"postgres/base", "edge-1/journal/1", "mail/1.eml", "cds/billing.jsa"}) {
            Files.createDirectories(data.resolve(file).getParent());
            Files.createFile(data.resolve(file));
        }
        for (String file : new String[] {"credentials", "secrets", "stripe.json"}) {
            Files.createFile(data.resolve(file));
        }

        Process process = new ProcessBuilder("bash", script.toString(), "reset").start();

        assertThat(process.waitFor()).isZero();
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left).as("what is made again from the programs").containsExactly(data.resolve("cds"));
        }
    }

    private Path fakeJdk(String name, String version) throws IOException {
        Path jdk = directory.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String program : new String[] {"java", "javac"}) {
            Path file = Files.createFile(jdk.resolve("bin").resolve(program));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return jdk.toRealPath();
    }

    /// With a PATH that has the usual tools and no Java.
    private String run(Map<String, String> environment, String command) throws IOException, InterruptedException {
        Path tools = directory.resolve("tools");
        Files.createDirectories(tools);
        for (String tool : new String[] {"bash", "dirname", "sed", "head", "cat", "readlink", "env", "ps", "grep"}) {
            Path link = tools.resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, which(tool));
            }
        }
        ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString(), command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", directory.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + process.waitFor();
    }

    private static Path which(String tool) {
        for (String folder : Objects.requireNonNull(System.getenv("PATH")).split(":", -1)) {
            Path file = Path.of(folder, tool);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new IllegalStateException("no " + tool + " on the PATH");
    }
}
