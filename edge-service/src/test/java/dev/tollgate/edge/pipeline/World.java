package dev.tollgate.edge.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.contract.billing.v1.CreditView;
import dev.tollgate.contract.billing.v1.EdgeEpoch;
import dev.tollgate.contract.billing.v1.LeaseAnswers;
import dev.tollgate.contract.billing.v1.LeaseAnswers.LeaseAnswer;
import dev.tollgate.contract.billing.v1.LeaseAnswers.Refusal;
import dev.tollgate.contract.billing.v1.LeaseAnswers.RefusalReason;
import dev.tollgate.contract.billing.v1.LeaseAsks;
import dev.tollgate.contract.billing.v1.PriceList;
import dev.tollgate.contract.billing.v1.UsageAnswer;
import dev.tollgate.contract.billing.v1.UsageBatch;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitAsk;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.HealthReport;
import dev.tollgate.contract.routing.v1.HealthVerdicts;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.edge.peers.AuthStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/// All that stands around an edge: its four peers' contracts over real HTTP, and a provider.
///
/// Models, at 1,000 nano-credits a token of any class, a quarter less in batches: `m`; `thinker`, which reasons, and
/// whose least useful output the catalogue gives too low; `responder`, whose provider knows responses; `gratis`, which
/// costs nothing; `live`, which is talked with, at two deployments; `copied`, of whose requests a shadow is sent all;
/// `probed`, whose deployment is asked after its health; `spread`, at two deployments of two providers; `short`, for
/// which `hidden`, which nobody may use, `dear`, which nobody can pay for, and `m` stand in; `foreign`, whose
/// provider's kind this edge does not know.
final class World implements AutoCloseable {
    static final long NANOS_PER_TOKEN = 1_000;
    static final long OUTPUT_BOUND = 4_000;
    /// What is free by the account's own page, whatever leases say.
    static final long TOLD_FREE = 2_000_000;
    static final long THINKERS_BOUND = 32_000;

    static final HealthVerdicts NOTHING_TOLD = new HealthVerdicts(List.of(), List.of(), 0);

    private static final List<String> STAND_INS = List.of("hidden", "dear", "m");
    private static final Catalogue.Routing WITH_STAND_INS = new Catalogue.Routing(
            Catalogue.Strategy.WEIGHTED, 300_000, new Catalogue.Fallbacks(STAND_INS, STAND_INS, STAND_INS));
    private static final long DEAR = 10_000_000;
    /// A tenth of the price, and small answers only.
    private static final Catalogue.AnswerCache ANSWERS_KEPT = new Catalogue.AnswerCache(60_000, 100_000, 4_096);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MODELS = List.of(
            "m",
            "thinker",
            "responder",
            "gratis",
            "live",
            "copied",
            "probed",
            "spread",
            "short",
            "hidden",
            "dear",
            "foreign");

    final AuthStub auth;
    final Provider provider;
    final LiveProvider live;
    final GuardrailStub guardrail;
    /// Nano-credits that are free, by account.
    final Map<String, Long> free = new ConcurrentHashMap<>();
    final List<UsageFrame> frames = new CopyOnWriteArrayList<>();
    final List<LeaseAsks.LeaseAsk> leaseAsks = new CopyOnWriteArrayList<>();
    final List<PermitAsk> permitAsks = new CopyOnWriteArrayList<>();
    final List<PermitCorrections.Correction> corrections = new CopyOnWriteArrayList<>();
    final List<HealthReport> healthReports = new CopyOnWriteArrayList<>();
    /// What routing tells of deployments.
    volatile HealthVerdicts verdicts = NOTHING_TOLD;
    volatile PermitAnswer.@Nullable Refusal limited;
    /// What is given back is free for others, not for who gave it.
    volatile boolean takeAllBack;
    /// Permits are answered when it is open.
    volatile CountDownLatch permitGate = new CountDownLatch(0);

    private final List<PriceList.Version> versions =
            new CopyOnWriteArrayList<>(List.of(version(1, 0, NANOS_PER_TOKEN)));
    private volatile long price = NANOS_PER_TOKEN;
    private final Map<String, LeaseAnswer> lastAnswers = new ConcurrentHashMap<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    World(Config config) {
        auth = new AuthStub(url(config, "auth").getPort());
        provider = new Provider(config.getValue("test.provider.port", Integer.class));
        live = new LiveProvider(config.getValue("test.live.port", Integer.class));
        guardrail = new GuardrailStub(
                config.getValue("test.guardrail.port", Integer.class),
                MasterKeys.parse(config.getValue("tollgate.master-keys", String.class)));
        HttpServer routing = server(url(config, "routing"));
        on(routing, InternalPaths.CATALOGUE, body -> catalogue());
        on(routing, InternalPaths.HEALTH_REPORTS, body -> {
            healthReports.add(JSON.readValue(body, HealthReport.class));
            return verdicts;
        });
        HttpServer billing = server(url(config, "billing"));
        on(billing, InternalPaths.PRICE_LIST, body -> prices());
        on(
                billing,
                InternalPaths.CREDIT,
                body -> new CreditView("credit", "any", TOLD_FREE, 0, 0, TOLD_FREE, 0, 0, false, "nano-credits"));
        on(billing, InternalPaths.EDGES, body -> new EdgeEpoch("edge", 1, System.currentTimeMillis()));
        on(billing, InternalPaths.LEASES, body -> leases(JSON.readValue(body, LeaseAsks.class)));
        on(billing, InternalPaths.USAGE, body -> usage(JSON.readValue(body, UsageBatch.class)));
        HttpServer ratelimit = server(url(config, "ratelimit"));
        on(ratelimit, InternalPaths.PERMITS, body -> permit(JSON.readValue(body, PermitAsk.class)));
        on(ratelimit, InternalPaths.PERMIT_RENEWALS, body -> null);
        on(ratelimit, InternalPaths.PERMIT_CORRECTIONS, body -> {
            corrections.addAll(JSON.readValue(body, PermitCorrections.class).corrections());
            return null;
        });
        servers.forEach(HttpServer::start);
    }

    /// Forgets what was said, and answers as at the beginning.
    void reset() {
        provider.script.clear();
        provider.bodies.clear();
        live.reset();
        guardrail.reset();
        verdicts = NOTHING_TOLD;
        limited = null;
        takeAllBack = false;
        permitGate = new CountDownLatch(0);
    }

    /// All records of an account that have reached billing.
    List<UsageFrame.Done> records(String account) {
        return frames.stream()
                .filter(UsageFrame.Done.class::isInstance)
                .map(UsageFrame.Done.class::cast)
                .filter(done -> done.subject().accountId().equals(account))
                .toList();
    }

    /// The last record of a request, once it has reached billing.
    UsageFrame.@Nullable Done done(String account) {
        return frames.stream()
                .filter(UsageFrame.Done.class::isInstance)
                .map(UsageFrame.Done.class::cast)
                .filter(done -> done.subject().accountId().equals(account))
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private Catalogue catalogue() {
        Catalogue.Provider there = new Catalogue.Provider(
                "p",
                "openai",
                "http://127.0.0.1:" + provider.port() + "/v1",
                Catalogue.OnClientGone.CANCEL,
                Catalogue.Timeouts.DEFAULT,
                false);
        Catalogue.Provider talking = new Catalogue.Provider(
                "l",
                "openai",
                "http://127.0.0.1:" + live.port() + "/v1",
                Catalogue.OnClientGone.CANCEL,
                Catalogue.Timeouts.DEFAULT,
                false);
        List<Catalogue.Deployment> deployments = new ArrayList<>();
        for (String id : MODELS) {
            String at = id.equals("live") ? "l" : id.equals("foreign") ? "f" : "p";
            Catalogue.Probe probe = id.equals("probed") ? new Catalogue.Probe(200, 200, null) : null;
            deployments.add(new Catalogue.Deployment("d-" + id, at, id, "up-" + id, 1, 0, null, null, false, probe));
        }
        deployments.add(new Catalogue.Deployment("d-spread-2", "p2", "spread", "up-spread-2", 1, 1, null, null, false));
        deployments.add(new Catalogue.Deployment("d-keyless", "p2", "spread", "up", 1, 2, null, "SOME_KEY", true));
        deployments.add(new Catalogue.Deployment("d-live-2", "l", "live", "up-live-2", 1, 1, null, null, false));
        return new Catalogue(
                "v1",
                "file",
                List.of(
                        there,
                        talking,
                        new Catalogue.Provider(
                                "f",
                                "foreign",
                                there.baseUrl(),
                                Catalogue.OnClientGone.CANCEL,
                                Catalogue.Timeouts.DEFAULT,
                                false),
                        new Catalogue.Provider(
                                "p2",
                                "openai",
                                there.baseUrl(),
                                Catalogue.OnClientGone.CANCEL,
                                Catalogue.Timeouts.DEFAULT,
                                false)),
                MODELS.stream().map(World::model).toList(),
                deployments,
                groups(),
                List.of(new Catalogue.Shadow(
                        new Catalogue.Deployment("d-shadow", "p", "copied", "up-shadow", 1, 0, null, null, false),
                        10_000)));
    }

    /// One without guardrails, and those of the stub.
    private List<Catalogue.Group> groups() {
        List<String> models = MODELS.stream().filter(id -> !id.equals("hidden")).toList();
        List<Catalogue.Group> groups = new ArrayList<>();
        groups.add(new Catalogue.Group("g", models, RateLimits.NONE, null, ANSWERS_KEPT));
        guardrail
                .groups()
                .forEach((id, guardrails) ->
                        groups.add(new Catalogue.Group(id, models, RateLimits.NONE, null, null, guardrails)));
        return groups;
    }

    private static Catalogue.Model model(String id) {
        boolean thinks = id.equals("thinker");
        return new Catalogue.Model(
                id,
                List.of(),
                "o",
                100_000,
                thinks ? THINKERS_BOUND : OUTPUT_BOUND,
                256,
                capabilities(id),
                RateLimits.NONE,
                null,
                1,
                Catalogue.Media.DEFAULT,
                id.equals("short") ? WITH_STAND_INS : Catalogue.Routing.DEFAULT);
    }

    private static List<String> capabilities(String id) {
        return switch (id) {
            case "thinker" -> List.of("chat", "reasoning");
            case "responder" -> List.of("chat", "responses");
            case "live" -> List.of("realtime");
            default -> List.of("chat");
        };
    }

    /// Nano-credits a token, by the newest version.
    long price() {
        return price;
    }

    /// A new version of the price list, from this moment on (Unix milliseconds).
    void raise(long nanosPerToken, long effectiveFrom) {
        price = nanosPerToken;
        versions.add(version(versions.size() + 1L, effectiveFrom, nanosPerToken));
    }

    private PriceList prices() {
        return new PriceList("h" + versions.size(), "file", List.copyOf(versions));
    }

    private static PriceList.Version version(long number, long effectiveFrom, long nanosPerToken) {
        List<PriceList.ModelPrice> prices = Stream.concat(Stream.of("g"), GuardrailStub.GROUPS.stream())
                .flatMap(group -> MODELS.stream()
                        .map(id -> new PriceList.ModelPrice(
                                id,
                                group,
                                tiers(price(id, nanosPerToken)),
                                null,
                                id.equals("gratis")
                                        ? null
                                        : new PriceList.BatchPrice(tiers(price(id, nanosPerToken) * 3 / 4), 750_000))))
                .toList();
        return new PriceList.Version(number, effectiveFrom, prices, List.of());
    }

    private static long price(String model, long nanosPerToken) {
        return switch (model) {
            case "gratis" -> 0;
            case "dear" -> nanosPerToken * DEAR / 1_000;
            default -> nanosPerToken;
        };
    }

    private static List<PriceList.Tier> tiers(long nanosPerToken) {
        return List.of(new PriceList.Tier(0, flat(nanosPerToken * 1_000_000)));
    }

    private static Map<UsageClass, Long> flat(long price) {
        Map<UsageClass, Long> prices = new EnumMap<>(UsageClass.class);
        for (UsageClass usage : UsageClass.values()) {
            prices.put(usage, price);
        }
        return prices;
    }

    private synchronized LeaseAnswers leases(LeaseAsks asks) {
        leaseAsks.addAll(asks.asks());
        return new LeaseAnswers(
                System.currentTimeMillis(),
                asks.asks().stream().map(this::lease).toList());
    }

    /// Each need in full, or what is left if that is enough for the least; no surplus.
    private LeaseAnswer lease(LeaseAsks.LeaseAsk ask) {
        LeaseAnswer before = lastAnswers.get(ask.accountId());
        if (before != null && before.askNumber() == ask.askNumber()) {
            return before;
        }
        long left = free.getOrDefault(ask.accountId(), 0L) + (takeAllBack ? 0 : ask.giveBack());
        List<Long> grants = new ArrayList<>();
        Refusal refusal = null;
        for (LeaseAsks.Need need : ask.needs()) {
            long grant = need.bound() <= left ? need.bound() : need.least() <= left ? left : 0;
            left -= grant;
            grants.add(grant);
            refusal = grant > 0 ? refusal : new Refusal(RefusalReason.INSUFFICIENT_BALANCE, false, null, 0);
        }
        free.put(ask.accountId(), left);
        long granted = (before == null ? 0 : before.granted())
                + grants.stream().mapToLong(Long::longValue).sum();
        LeaseAnswer answer = new LeaseAnswer(
                ask.accountId(),
                ask.limitIds(),
                ask.askNumber(),
                grants,
                0,
                granted,
                0,
                0,
                60_000,
                660_000,
                left,
                true,
                refusal);
        lastAnswers.put(ask.accountId(), answer);
        return answer;
    }

    private UsageAnswer usage(UsageBatch batch) {
        frames.addAll(batch.frames());
        return new UsageAnswer(
                batch.frames().stream().map(frame -> UsageAnswer.Result.POSTED).toList());
    }

    private PermitAnswer permit(PermitAsk ask) throws IOException {
        permitAsks.add(ask);
        try {
            if (!permitGate.await(10, TimeUnit.SECONDS)) {
                throw new IOException("held for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return new PermitAnswer(limited, List.of(), 1);
    }

    private HttpServer server(URI url) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()), 100);
            server.setExecutor(threads);
            servers.add(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Answer {
        @Nullable
        Object to(byte[] body) throws IOException;
    }

    /// Nothing ever changes at routing and billing: their feeds get a 404, which is no answer.
    private static void on(HttpServer server, String path, Answer answer) {
        server.createContext(path, exchange -> {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            Object told = answer.to(asked);
            send(exchange, told == null ? new byte[0] : JSON.writeValueAsBytes(told));
        });
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.getResponseHeaders().set("etag", "\"v1\"");
        exchange.sendResponseHeaders(body.length == 0 ? 204 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static URI url(Config config, String peer) {
        return URI.create(config.getValue("quarkus.rest-client." + peer + ".url", String.class));
    }

    @Override
    public void close() {
        auth.close();
        provider.close();
        live.close();
        guardrail.close();
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
