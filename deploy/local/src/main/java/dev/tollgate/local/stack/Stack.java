package dev.tollgate.local.stack;

import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// The running suite. [#start] returns when every process is ready and the demo account exists; [#close] stops all of
/// it in order, so that nothing is lost.
public final class Stack implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final int LOGIN_SECONDS = 5;
    private static final int PASSWORD_LENGTH = 20;

    private final StackBuilder settings;
    private final Consumer<String> out;
    private final Map<String, StackProcess> processes = new LinkedHashMap<>();
    private final Readiness readiness = new Readiness();
    private final DataDirectory directory;
    private final Ports ports;
    private final Secrets secrets;
    private final PrivateFile credentials;
    private final String adminToken;

    Stack(StackBuilder settings, Consumer<String> out) {
        this.settings = settings;
        this.out = out;
        this.directory = DataDirectory.take(settings.data());
        try {
            directory.endLeftovers().forEach(name -> out.accept("stopped " + name + ", left over from before"));
            this.ports = settings.ports();
            this.secrets = Secrets.in(settings.data());
            this.credentials = new PrivateFile(settings.data().resolve("credentials"));
            this.adminToken = keptAdminToken();
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    public static StackBuilder builder() {
        return new StackBuilder();
    }

    /// Starts all that is not running and waits for it.
    ///
    /// @throws StackException with one line that says what is wrong; what was started is stopped again
    public Stack start() {
        try {
            startStores();
            startServices();
            DemoAccount demo = new DemoAccount(process(ProcessNames.CONSOLE).baseUrl(), adminToken);
            if (apiKeyOrEmpty().isEmpty()) {
                keep("api_key", demo.create());
            }
            if (demoPassword().isEmpty()) {
                String password = Secrets.random().substring(0, PASSWORD_LENGTH);
                demo.people(password);
                keep("demo_password", password);
            }
            return this;
        } catch (RuntimeException e) {
            abandon();
            throw e;
        }
    }

    /// @param name `edge`, `edge-2`, `console`, `auth`, `routing`, `billing`, `ratelimit`, `batch`, `demo`, `postgres`,
    /// `redis`
    public StackProcess process(String name) {
        return Objects.requireNonNull(processes.get(name), () -> "no process " + name);
    }

    public List<StackProcess> processes() {
        return List.copyOf(processes.values());
    }

    /// @param number from 1
    public StackProcess edge(int number) {
        return process(ProcessNames.edge(number));
    }

    public URI edgeUrl(int number) {
        return edge(number).baseUrl();
    }

    public URI consoleUrl() {
        return process(ProcessNames.CONSOLE).baseUrl();
    }

    public URI demoUrl() {
        return process(ProcessNames.DEMO).baseUrl();
    }

    /// Where a process listens or will listen: known before [#start], so that a test can put a proxy in between.
    ///
    /// @param name as for [#process]
    public URI url(String name) {
        return URI.create("http://127.0.0.1:" + ports.of(name));
    }

    public String adminToken() {
        return adminToken;
    }

    /// The demo account's key.
    public String apiKey() {
        return apiKeyOrEmpty();
    }

    /// By which the demo account's owner and the operator sign in at the Console.
    public String demoPassword() {
        return credentials.read().getOrDefault("demo_password", "");
    }

    public String internalToken() {
        return secrets.internalToken();
    }

    /// A JDBC connection to the stack's database, for tests that look behind the services.
    public Connection database() throws SQLException {
        PostgresAddress address = postgresAddress();
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    /// `redis://127.0.0.1:8088`.
    public String redisUrl() {
        String own = settings.redisUrl();
        return own == null ? "redis://127.0.0.1:" + ports.of(ProcessNames.REDIS) : own;
    }

    public int edges() {
        return settings.edges();
    }

    @Override
    public void close() {
        List<String> order = new ArrayList<>(ProcessNames.stopOrder(settings.edges()));
        List<String> edges = order.stream().filter(ProcessNames::isEdge).toList();
        edges.parallelStream().forEach(this::stop);
        order.removeAll(edges);
        order.forEach(this::stop);
        directory.close();
    }

    /// After a failed start nothing was served and nothing can be lost: all are stopped at once, the stores last.
    private void abandon() {
        List<StackProcess> all = processes();
        all.forEach(StackProcess::giveUp);
        all.parallelStream()
                .filter(process -> !ProcessNames.isStore(process.name()))
                .forEach(StackProcess::stop);
        close();
    }

    private void stop(String name) {
        StackProcess process = processes.get(name);
        if (process != null && process.stop()) {
            new ClassArchive(settings.home(), name).keep();
        }
    }

    private void startStores() {
        StackPlan plan = plan();
        List<String> names = new ArrayList<>();
        if (settings.postgresUrl() == null) {
            names.add(ProcessNames.POSTGRES);
        }
        if (settings.redisUrl() == null) {
            names.add(ProcessNames.REDIS);
        }
        ProcessNames.edges(settings.edges()).forEach(names::add);
        ProcessNames.OTHERS_BY_PORT.stream()
                .filter(name -> !ProcessNames.isStore(name))
                .forEach(names::add);
        ports.requireFree(names);
        requireOwnStores();
        add(plan.demo());
        if (settings.redisUrl() == null) {
            add(plan.redis());
        }
        if (settings.postgresUrl() == null) {
            out.accept("starting postgres and redis");
            PostgresFiles files = new PostgresFiles(
                    settings.data().resolve("programs/postgres"),
                    settings.data().resolve("postgres"));
            files.prepare(secrets.postgresPassword());
            add(plan.postgres(files)).awaitReady(READY_WITHIN);
            createDatabase();
        }
        directory.list(processes.values());
    }

    /// One's own stores must let us in; the services would only end and be started again.
    private void requireOwnStores() {
        if (settings.redisUrl() != null) {
            URI own = URI.create(redisUrl().replaceFirst("^redis", "tcp"));
            if (own.getHost() == null || own.getPort() < 0) {
                throw new StackException("--redis must be redis://host:port");
            }
            if (!readiness.isReady(own)) {
                throw new StackException("Redis does not answer at " + own.getHost() + ":" + own.getPort());
            }
        }
        if (settings.postgresUrl() != null) {
            DriverManager.setLoginTimeout(LOGIN_SECONDS);
            try {
                database().close();
            } catch (SQLException e) {
                throw new StackException(
                        "Postgres at " + postgresAddress().hostAndPort() + " does not let us in: "
                                + Objects.requireNonNullElse(e.getMessage(), "")
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        e);
            }
        }
    }

    private void startServices() {
        StackPlan plan = plan();
        List<String> names = new ArrayList<>(
                List.of(ProcessNames.AUTH, ProcessNames.ROUTING, ProcessNames.BILLING, ProcessNames.RATELIMIT));
        names.add(ProcessNames.BATCH);
        ProcessNames.edges(settings.edges()).forEach(names::add);
        names.add(ProcessNames.CONSOLE);
        out.accept("starting " + String.join(", ", names));
        names.forEach(name -> add(plan.service(name)));
        directory.list(processes.values());
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        processes.values().forEach(process -> ready.add(beside(() -> process.awaitReady(READY_WITHIN))));
        CatalogueCheck catalogue = new CatalogueCheck(
                process(ProcessNames.ROUTING).baseUrl(), secrets.internalToken(), settings.catalogueFile());
        ready.add(beside(() -> catalogue.await(READY_WITHIN, out)));
        awaitAll(ready);
        directory.list(processes.values());
    }

    private static CompletableFuture<Void> beside(Runnable wait) {
        return CompletableFuture.runAsync(wait, task -> Thread.ofVirtual().start(task));
    }

    /// Until all are ready, or the first one is known never to be: nobody waits for the others then.
    private static void awaitAll(List<CompletableFuture<Void>> ready) {
        CompletableFuture<Object> failed = new CompletableFuture<>();
        ready.forEach(one -> one.exceptionally(failure -> {
            failed.completeExceptionally(failure);
            return null;
        }));
        try {
            CompletableFuture.anyOf(failed, CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StackException known ? known : e;
        }
    }

    private StackProcess add(ProcessPlan plan) {
        StackProcess process = new StackProcess(plan, readiness, out, () -> directory.list(processes.values()));
        processes.put(plan.name(), process);
        process.start();
        return process;
    }

    private StackPlan plan() {
        ServiceEnvironment environment = new ServiceEnvironment(
                System.getenv(),
                ports,
                secrets,
                postgresAddress(),
                redisUrl(),
                settings.data(),
                settings.catalogueFile(),
                adminToken,
                settings.demoAll());
        return new StackPlan(
                settings.home(), settings.data(), environment, settings.extraEnvironment(), settings.programs());
    }

    private PostgresAddress postgresAddress() {
        String own = settings.postgresUrl();
        return own != null
                ? PostgresAddress.parse(own)
                : new PostgresAddress(
                        "127.0.0.1:" + ports.of(ProcessNames.POSTGRES),
                        PostgresFiles.DATABASE,
                        PostgresFiles.USER,
                        secrets.postgresPassword());
    }

    /// The server accepts connections a little before it takes statements: that is tried for some seconds.
    private void createDatabase() {
        PostgresAddress address = postgresAddress();
        String admin = "jdbc:postgresql://" + address.hostAndPort() + "/postgres";
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = DriverManager.getConnection(admin, address.user(), address.password());
                    Statement statement = connection.createStatement()) {
                boolean exists = statement
                        .executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + address.database() + "'")
                        .next();
                if (!exists) {
                    statement.execute("CREATE DATABASE " + address.database());
                }
                return;
            } catch (SQLException e) {
                if (attempt == 100) {
                    throw new StackException("Postgres takes no statements: " + e.getMessage(), e);
                }
                StackProcess.pause(50);
            }
        }
    }

    private String keptAdminToken() {
        Map<String, String> kept = credentials.read();
        String token = kept.get("admin_token");
        if (token == null) {
            token = "tga-" + Secrets.random();
            kept.put("admin_token", token);
            credentials.write(kept);
        }
        return token;
    }

    private String apiKeyOrEmpty() {
        return credentials.read().getOrDefault("api_key", "");
    }

    private void keep(String name, String secret) {
        Map<String, String> kept = credentials.read();
        kept.put(name, secret);
        credentials.write(kept);
        if (!Files.exists(credentials.path())) {
            throw new StackException("the " + name + " could not be kept in " + credentials.path());
        }
    }
}
