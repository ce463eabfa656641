package dev.tollgate.local.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One process of the system's own `redis-server` on loopback, with its files in a directory of its own. Can be
/// killed, stopped for a while, and started anew on the same port. Ends with the JVM.
public final class RedisNode implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(20);
    private static final long END_SECONDS = 5;

    private final Path directory;
    private final int port;
    private final List<String> command;
    private final Thread onExit = new Thread(this::kill, "end redis-server");
    private @Nullable Process process;

    private RedisNode(Path directory, int port, List<String> arguments) {
        this.directory = directory;
        this.port = port;
        this.command = new ArrayList<>(List.of(program()));
        command.addAll(arguments);
        command.addAll(List.of(
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--daemonize",
                "no"));
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /// An empty server that writes nothing to disk, but for what these settings say.
    ///
    /// @param settings as on `redis-server`'s command line: `--appendonly`, `yes`
    public static RedisNode server(int port, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
        arguments.addAll(List.of(settings));
        RedisNode node = new RedisNode(newDirectory(), port, arguments);
        node.start();
        return node;
    }

    /// A sentinel, which keeps what it learns in the file that it is configured by.
    static RedisNode sentinel(int port, List<String> configuration) {
        Path directory = newDirectory();
        try {
            Path file = Files.write(directory.resolve("sentinel.conf"), configuration);
            RedisNode node = new RedisNode(directory, port, List.of(file.toString(), "--sentinel"));
            node.start();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /// Runs one command on a connection of its own.
    public Object call(String... arguments) {
        try (RedisCall call = new RedisCall(port)) {
            return call.of(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException("the Redis on port " + port + " does not answer", e);
        }
    }

    /// Whether it answers.
    public boolean answers() {
        try (RedisCall call = new RedisCall(port)) {
            return "PONG".equals(call.of("PING"));
        } catch (IOException e) {
            return false;
        }
    }

    /// Starts it, or starts it again, and waits until it answers.
    public void start() {
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
            process = started;
            Waiting.until("redis-server on port " + port, START_WITHIN, () -> {
                if (!started.isAlive()) {
                    throw new IllegalStateException("redis-server ended at once: " + log());
                }
                return answers();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("redis-server can't be started", e);
        }
    }

    /// As SIGKILL does: nothing is said to anybody.
    public void kill() {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        try {
            if (!running.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("redis-server " + running.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// It keeps its connections and answers nothing, until [#goOn].
    public void pause() {
        signal("-STOP");
    }

    /// Ends a pause.
    public void goOn() {
        signal("-CONT");
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ports that nobody listens on now, all different.
    public static List<Integer> freePorts(int count) {
        Set<ServerSocket> sockets = new HashSet<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            for (ServerSocket socket : sockets) {
                closeQuietly(socket);
            }
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("redis-server on port " + port + " does not run");
        }
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(running.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " said " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("tollgate-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program() {
        StringTokenizer folders = new StringTokenizer(System.getenv().getOrDefault("PATH", ""), File.pathSeparator);
        while (folders.hasMoreTokens()) {
            Path file = Path.of(folders.nextToken(), "redis-server");
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        throw new IllegalStateException("These tests need `redis-server` on the PATH, version 7 or newer. Install it:"
                + " `apt-get install redis-server` (Debian, Ubuntu), `brew install redis` (macOS).");
    }
}
