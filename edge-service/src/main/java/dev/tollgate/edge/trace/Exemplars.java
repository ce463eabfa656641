package dev.tollgate.edge.trace;

import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.micrometer.runtime.export.exemplars.OpentelemetryExemplarSamplerProvider;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where tracing is on, histograms name a trace as an example of what fell into a bucket. Where it is off there is none
/// to name: the registry's own sampler would look for one at each figure of each request all the same.
@Singleton
class Exemplars {
    @Produces
    @Singleton
    Optional<ExemplarSampler> sampler(@ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        return disabled ? Optional.empty() : new OpentelemetryExemplarSamplerProvider().exemplarSampler();
    }
}
