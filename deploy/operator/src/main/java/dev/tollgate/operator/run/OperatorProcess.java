package dev.tollgate.operator.run;

import dev.tollgate.operator.account.AccountReconciler;
import dev.tollgate.operator.catalogue.CatalogueReconcilers;
import dev.tollgate.operator.condition.Pace;
import dev.tollgate.operator.key.ApiKeyReconciler;
import dev.tollgate.operator.management.Management;
import dev.tollgate.operator.price.PriceListReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts the reconcilers, at one of several operators: the one that has the lease.
@ApplicationScoped
class OperatorProcess {
    private static final Logger LOG = Logger.getLogger(OperatorProcess.class);
    private static final String LEASE = "tollgate-operator";
    private static final int RENEW_PARTS = 3;
    private static final int RETRY_PARTS = 5;
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final OperatorConfig config;
    private final KubernetesClient client;
    private final MeterRegistry registry;
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("operator-start").factory());
    private volatile @Nullable Operator operator;
    private volatile boolean failed;

    OperatorProcess(OperatorConfig config, KubernetesClient client, MeterRegistry registry) {
        this.config = config;
        this.client = client;
        this.registry = registry;
    }

    /// The start waits for the lease: others of us may have it for days, and are ready to take over meanwhile.
    void start(@Observes StartupEvent event) {
        Operator made = new Operator(this::configure);
        reconcilers().forEach(reconciler -> register(made, reconciler));
        operator = made;
        starter.execute(() -> {
            try {
                made.start();
                LOG.info("the operator leads");
            } catch (RuntimeException e) {
                failed = true;
                LOG.error("the operator cannot start: are the custom resource definitions there?", e);
            }
        });
    }

    void stop(@Observes ShutdownEvent event) {
        starter.shutdownNow();
        Operator made = operator;
        if (made != null) {
            made.stop();
        }
    }

    /// Whether it could not start, or one of its watches has ended for good.
    boolean isBroken() {
        Operator made = operator;
        return failed
                || made == null
                || (made.getRuntimeInfo().isStarted() && !made.getRuntimeInfo().allEventSourcesAreHealthy());
    }

    private List<Reconciler<?>> reconcilers() {
        Management management = new Management(config.consoleUrl(), this::token, config.callTimeout());
        Pace pace = new Pace(config.resync(), config.retry());
        Clock clock = Clock.systemUTC();
        List<Reconciler<?>> all = new ArrayList<>(CatalogueReconcilers.of(management, config.namespace(), pace, clock));
        all.add(new AccountReconciler(management, pace, clock));
        all.add(new PriceListReconciler(management, pace, clock));
        all.add(new ApiKeyReconciler(management, config.edgeUrl(), pace, clock));
        return all;
    }

    private static void register(Operator operator, Reconciler<?> reconciler) {
        operator.register(reconciler);
    }

    private void configure(ConfigurationServiceOverrider overrider) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withUseSSAToPatchPrimaryResource(false)
                .withConcurrentReconciliationThreads(config.threads())
                .withReconciliationTerminationTimeout(ENDS_WITHIN)
                .withMetrics(MicrometerMetricsV2.newBuilder(registry).build());
        if (config.leaderElection()) {
            Duration lease = config.leaseDuration();
            overrider.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                            .withLeaseNamespace(config.namespace())
                            .withLeaseDuration(lease)
                            .withRenewDeadline(lease.multipliedBy(2).dividedBy(RENEW_PARTS))
                            .withRetryPeriod(lease.dividedBy(RETRY_PARTS))
                            .build());
        }
    }

    private String token() {
        if (config.tokenFile().isEmpty()) {
            return config.token().orElse("");
        }
        Path file = config.tokenFile().get();
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the token cannot be read from " + file, e);
        }
    }
}
