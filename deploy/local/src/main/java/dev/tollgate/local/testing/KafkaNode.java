package dev.tollgate.local.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real Kafka broker, its own controller too, in a JVM of its own on loopback, with its files in a directory of its
/// own. It can be killed, paused and started again with what it had. Kafka's jars (`kafka_2.13`) must be on the class
/// path of the test. Ends with the JVM.
public final class KafkaNode implements AutoCloseable {
    /// What a client's `sasl.jaas.config` is to be, with `SASL_PLAINTEXT` and mechanism `PLAIN`.
    public static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"billing\" password=\"test-password\";";

    private static final Duration START_WITHIN = Duration.ofSeconds(90);
    private static final long END_SECONDS = 5;
    private static final int CONNECT_MILLIS = 500;
    private static final String CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg";
    private static final String DIRECTORY_ID = "MkU3OEVBNTcwNTJENDM2Rg";

    private final Path directory;
    private final int port;
    private final Thread onExit = new Thread(this::kill, "end Kafka");
    private @Nullable Process process;

    private KafkaNode(Path directory, List<Integer> ports) {
        this.directory = directory;
        this.port = ports.get(0);
        try {
            Path data = Files.createDirectories(directory.resolve("data"));
            Files.write(
                    data.resolve("meta.properties"),
                    List.of("version=1", "cluster.id=" + CLUSTER_ID, "node.id=1", "directory.id=" + DIRECTORY_ID));
            Files.write(directory.resolve("server.properties"), settings(ports, data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /// An empty broker that does not run yet; topics are not made by being written to.
    public static KafkaNode broker() {
        return new KafkaNode(newDirectory(), RedisNode.freePorts(2));
    }

    /// Where it is reached, with [#LOGIN].
    public String servers() {
        return "127.0.0.1:" + port;
    }

    /// Starts it, or starts it again, and waits until it listens.
    public void start() {
        try {
            Process started = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "kafka.Kafka",
                            directory.resolve("server.properties").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
            process = started;
            Waiting.until("Kafka on port " + port, START_WITHIN, () -> {
                if (!started.isAlive()) {
                    throw new IllegalStateException("Kafka ended at once: " + log());
                }
                return listens();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka can't be started", e);
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
                throw new IllegalStateException("Kafka " + running.pid() + " does not end");
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

    private static List<String> settings(List<Integer> ports, Path data) {
        String login = "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"billing\" password=\"test-password\" user_billing=\"test-password\";";
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + ports.get(1),
                "controller.listener.names=CONTROLLER",
                "listeners=LOGIN://127.0.0.1:" + ports.get(0) + ",CONTROLLER://127.0.0.1:" + ports.get(1),
                "advertised.listeners=LOGIN://127.0.0.1:" + ports.get(0),
                "listener.security.protocol.map=LOGIN:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=LOGIN",
                "sasl.mechanism.inter.broker.protocol=PLAIN",
                "sasl.enabled.mechanisms=PLAIN",
                "listener.name.login.plain.sasl.jaas.config=" + login,
                "log.dirs=" + data,
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "group.initial.rebalance.delay.ms=0");
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void signal(String signal) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("Kafka on port " + port + " does not run");
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
            return Files.createTempDirectory("tollgate-kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
