package dev.tollgate.edge.dispatch;

import dev.tollgate.edge.fetch.RemoteFiles;
import dev.tollgate.edge.provider.spi.ProviderAdapter;
import dev.tollgate.edge.relay.Relays;
import dev.tollgate.edge.trace.Tracing;
import io.quarkus.arc.All;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sends admitted requests to their deployments. Each request is an [Attempts] of its own.
@Singleton
public class Dispatcher {
    private final Vertx vertx;
    private final DispatchConfig config;
    private final Relays relays;
    private final UpstreamClients clients;
    private final DeploymentHealth health;
    private final Planning planning;
    private final DispatchMetrics metrics;
    private final Tracing tracing;
    private final RemoteFiles files;
    private final Map<String, ProviderAdapter> adapters;
    private volatile Mirror mirror = (request, target, ending) -> {};

    Dispatcher(
            Vertx vertx,
            DispatchConfig config,
            Relays relays,
            UpstreamClients clients,
            DeploymentHealth health,
            Planning planning,
            DispatchMetrics metrics,
            Tracing tracing,
            RemoteFiles files,
            @All List<ProviderAdapter> adapters) {
        this.vertx = vertx;
        this.config = config;
        this.relays = relays;
        this.clients = clients;
        this.health = health;
        this.planning = planning;
        this.metrics = metrics;
        this.tracing = tracing;
        this.files = files;
        this.adapters = adapters.stream().collect(Collectors.toMap(ProviderAdapter::kind, Function.identity()));
    }

    /// Sends, relays and ends the answer. The hooks' `ended` is called exactly once.
    public Running dispatch(DispatchRequest request) {
        Attempts attempts = new Attempts(this, request);
        attempts.begin();
        return attempts;
    }

    /// Makes a call that no caller waits for, on the event loop of who asks. It never fails, and decides nothing about
    /// the deployment's health.
    public Future<Aside> aside(AsideAsk ask) {
        return new AsideCall(this, ask).start();
    }

    /// Tells this one of each request that was answered.
    public void mirrorTo(Mirror other) {
        mirror = other;
    }

    Mirror mirror() {
        return mirror;
    }

    Vertx vertx() {
        return vertx;
    }

    DispatchConfig config() {
        return config;
    }

    Relays relays() {
        return relays;
    }

    UpstreamClients clients() {
        return clients;
    }

    DeploymentHealth health() {
        return health;
    }

    Planning planning() {
        return planning;
    }

    RemoteFiles files() {
        return files;
    }

    Tracing tracing() {
        return tracing;
    }

    DispatchMetrics metrics() {
        return metrics;
    }

    /// @throws IllegalStateException when the catalogue names a kind that this edge does not speak
    ProviderAdapter adapter(String kind) {
        ProviderAdapter adapter = adapters.get(kind);
        if (adapter == null) {
            throw new IllegalStateException("no adapter for providers of kind " + kind);
        }
        return adapter;
    }
}
