package dev.tollgate.local.stack;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/// Makes the plan of each process of one stack.
///
/// @param home the root of the source tree, where the services' jars are
/// @param extra environment of tests' own, by process name; `*` for all
/// @param programs runs a service by the program of its name in here, instead of its build
record StackPlan(
        Path home,
        Path data,
        ServiceEnvironment environment,
        Map<String, Map<String, String>> extra,
        @Nullable Path programs) {

    /// In a process' environment of a test's own: another heap than the usual one.
    private static final String HEAP = "TOLLGATE_LOCAL_HEAP";

    /// There too, or in that of all: how far methods are compiled, as in `-XX:TieredStopAtLevel`.
    private static final String COMPILED_TO = "TOLLGATE_LOCAL_COMPILED_TO";

    private static final Duration EDGE_DRAINS_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(15);

    /// A JVM that records for its cache writes all of it when it ends.
    private static final Duration PROGRAM_STOPS_WITHIN = Duration.ofMinutes(2);

    /// @throws StackException when the service is not built
    ProcessPlan service(String name) {
        boolean edge = ProcessNames.isEdge(name);
        URI ready = URI.create(environment.url(name) + "/q/health/ready");
        if (programs != null && Files.isExecutable(programs.resolve(name))) {
            List<String> command = List.of(programs.resolve(name).toString());
            return plan(name, command, ready, PROGRAM_STOPS_WITHIN);
        }
        String module = (edge ? ProcessNames.edge(1) : name) + "-service";
        Path jar = home.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new StackException(module + " is not built: ./tollgate up builds it, or mvn -Dquick package");
        }
        String heap = own(name, HEAP, edge ? "512m" : "192m");
        List<String> command = java(heap, young(name), name);
        command.addAll(List.of("-jar", jar.toString()));
        return plan(name, command, ready, edge ? EDGE_DRAINS_WITHIN : STOPS_WITHIN);
    }

    /// Of the heap: what is made between two collections. The edge makes some kilobytes a request, billing ten
    /// megabytes a batch, which must not outlive a collection; the others little.
    private static String young(String name) {
        if (ProcessNames.isEdge(name)) {
            return "40m";
        }
        return name.equals("billing") ? "64m" : "16m";
    }

    ProcessPlan demo() {
        List<String> command = java("256m", "16m", ProcessNames.DEMO);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path", ""), "dev.tollgate.local.demo.DemoProvider"));
        return plan(
                ProcessNames.DEMO,
                command,
                URI.create(environment.url(ProcessNames.DEMO) + "/demo/stats"),
                STOPS_WITHIN);
    }

    ProcessPlan postgres(PostgresFiles files) {
        int port = environment.ports().of(ProcessNames.POSTGRES);
        return new ProcessPlan(
                ProcessNames.POSTGRES,
                files.serverCommand(port),
                bare(),
                data,
                log(ProcessNames.POSTGRES),
                URI.create("tcp://127.0.0.1:" + port),
                Signal.INT,
                STOPS_WITHIN);
    }

    ProcessPlan redis() {
        int port = environment.ports().of(ProcessNames.REDIS);
        Path files = data.resolve("redis");
        List<String> command = new ArrayList<>(List.of(redisProgram().toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", files.toString()));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""));
        return new ProcessPlan(
                ProcessNames.REDIS,
                command,
                bare(),
                files,
                log(ProcessNames.REDIS),
                URI.create("tcp://127.0.0.1:" + port),
                Signal.TERM,
                STOPS_WITHIN);
    }

    private ProcessPlan plan(String name, List<String> command, URI ready, Duration stopsWithin) {
        Map<String, String> all = new HashMap<>(environment.of(name));
        all.putAll(extra.getOrDefault("*", Map.of()));
        all.putAll(extra.getOrDefault(name, Map.of()));
        return new ProcessPlan(name, command, all, data, log(name), ready, Signal.TERM, stopsWithin);
    }

    /// A heap begins small and grows with what lives on; the young generation, which is all used whatever
    /// lives, stays as it is.
    private List<String> java(String heap, String young, String process) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms96m", "-Xmx" + heap, "-Xmn" + young));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError"));
        if (!ProcessNames.isEdge(process)) {
            // Half of the CPU of a start is the JVM's compilers (docs/adr/0021); an edge has use for what they make.
            command.add("-XX:CompileThresholdScaling=4");
        }
        String level = own(process, COMPILED_TO, own("*", COMPILED_TO, ""));
        if (!level.isEmpty()) {
            command.add("-XX:TieredStopAtLevel=" + level);
        }
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(new ClassArchive(home, process).options(data));
        return command;
    }

    private String own(String process, String name, String otherwise) {
        return extra.getOrDefault(process, Map.of()).getOrDefault(name, otherwise);
    }

    private Path log(String name) {
        return data.resolve("logs").resolve(name + ".log");
    }

    private static Map<String, String> bare() {
        return Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "LC_ALL", "C");
    }

    private Path redisProgram() {
        Path programs = data.resolve("programs");
        try {
            Files.createDirectories(programs);
            try (Stream<Path> files = Files.list(programs)) {
                List<Path> known = files.filter(StackPlan::isRedis).toList();
                if (!known.isEmpty()) {
                    return known.getFirst();
                }
            }
            File program =
                    ExecutableProvider.newJarResourceProvider(programs.toFile()).get();
            return program.toPath();
        } catch (IOException e) {
            throw new StackException("redis-server cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static boolean isRedis(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.startsWith("redis-server") && Files.isExecutable(file);
    }
}
