package dev.tollgate.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Says what stack is wanted. Without a port base, every process takes a free port.
public final class StackBuilder {

    private Path home = findHome();
    private @Nullable Path data;
    private @Nullable Path catalogue;
    private int edges = 1;
    private int portBase;
    private boolean demoAll;
    private @Nullable String postgresUrl;
    private @Nullable String redisUrl;
    private @Nullable Path programs;
    private Consumer<String> out = line -> {};
    private final Map<String, Map<String, String>> extra = new HashMap<>();

    StackBuilder() {}

    /// The root of the source tree; found by itself from the working directory upwards.
    public StackBuilder home(Path value) {
        home = value.toAbsolutePath();
        return this;
    }

    /// Where state lives; `.tollgate` in the source tree unless said.
    public StackBuilder dataDirectory(Path value) {
        data = value.toAbsolutePath();
        return this;
    }

    public StackBuilder catalogue(@Nullable Path value) {
        catalogue = value == null ? null : value.toAbsolutePath();
        return this;
    }

    public StackBuilder edges(int value) {
        edges = value;
        return this;
    }

    public StackBuilder portBase(int value) {
        portBase = value;
        return this;
    }

    public StackBuilder demoAll(boolean value) {
        demoAll = value;
        return this;
    }

    public StackBuilder postgres(@Nullable String url) {
        postgresUrl = url;
        return this;
    }

    public StackBuilder redis(@Nullable String url) {
        redisUrl = url;
        return this;
    }

    /// A folder with programs called `edge`, `auth`, …: each is run instead of the build of that service, as one that
    /// enters its image. The environment is the same, and SIGTERM ends it.
    public StackBuilder programs(Path value) {
        programs = value.toAbsolutePath();
        return this;
    }

    /// Adds to the environment of one process, or of all with `*`.
    public StackBuilder environment(String process, String name, String value) {
        extra.computeIfAbsent(process, _ -> new HashMap<>()).put(name, value);
        return this;
    }

    /// Who is told of progress and of processes that end by themselves, a line each.
    public StackBuilder output(Consumer<String> value) {
        out = value;
        return this;
    }

    /// Takes the data directory; nothing runs yet.
    ///
    /// @throws StackException when another stack holds it, its disk is full, or the catalogue file is not there
    public Stack build() {
        if (!Files.isReadable(catalogueFile())) {
            throw new StackException("no catalogue file " + catalogueFile());
        }
        return new Stack(this, out);
    }

    Path home() {
        return home;
    }

    Path data() {
        Path chosen = data;
        return chosen == null ? home.resolve(".tollgate") : chosen;
    }

    Path catalogueFile() {
        Path chosen = catalogue;
        return chosen == null ? home.resolve("config/catalogue.yaml") : chosen;
    }

    int edges() {
        return edges;
    }

    boolean demoAll() {
        return demoAll;
    }

    @Nullable
    String postgresUrl() {
        return postgresUrl;
    }

    @Nullable
    String redisUrl() {
        return redisUrl;
    }

    @Nullable
    Path programs() {
        return programs;
    }

    Map<String, Map<String, String>> extraEnvironment() {
        return extra;
    }

    Ports ports() {
        return portBase == 0 ? Ports.free(edges) : Ports.from(portBase, edges);
    }

    private static Path findHome() {
        Path start = Path.of(System.getProperty("tollgate.home", "")).toAbsolutePath();
        for (Path path = start; path != null; path = path.getParent()) {
            if (Files.isDirectory(path.resolve("edge-service")) && Files.exists(path.resolve("config"))) {
                return path;
            }
        }
        return start;
    }
}
