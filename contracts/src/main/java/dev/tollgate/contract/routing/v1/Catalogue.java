package dev.tollgate.contract.routing.v1;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The compiled catalogue: one immutable snapshot that every edge holds whole.
///
/// @param version hash of this snapshot: its ETag
/// @param fileHash SHA-256 of the catalogue file it was made from; an edge swaps to it once the price list of the
///     same hash is there too (rules 11)
public record Catalogue(
        String version,
        String fileHash,
        List<Provider> providers,
        List<Model> models,
        List<Deployment> deployments,
        List<Group> groups) {
    public Catalogue {
        providers = List.copyOf(providers);
        models = List.copyOf(models);
        deployments = List.copyOf(deployments);
        groups = List.copyOf(groups);
    }

    /// @param kind the dialect: `openai` today
    /// @param baseUrl with the version path: `https://api.example.com/v1`
    /// @param sendTraceparent whether our trace context is told to this provider
    public record Provider(
            String id,
            String kind,
            String baseUrl,
            OnClientGone onClientGone,
            Timeouts timeouts,
            boolean sendTraceparent) {}

    /// What happens upstream when the client leaves: `CANCEL` where that stops the provider's billing, else
    /// `DRAIN`.
    public enum OnClientGone {
        CANCEL,
        DRAIN
    }

    /// All in milliseconds. `retryDeadline` counts only the time before an attempt was accepted.
    public record Timeouts(long connect, long firstByte, long plain, long idle, long retryDeadline) {
        public static final Timeouts DEFAULT = new Timeouts(5_000, 60_000, 600_000, 300_000, 60_000);
    }

    /// @param contextWindow tokens, input and output together
    /// @param outputBound most tokens of one answer
    /// @param leastUsefulOutput below this bound a request is a 402, never clamped (rules 13)
    /// @param timeouts overrides the provider's, or null; a field at 0 is the provider's
    /// @param created Unix seconds
    public record Model(
            String id,
            List<String> aliases,
            String owner,
            long contextWindow,
            long outputBound,
            long leastUsefulOutput,
            List<String> capabilities,
            RateLimits limits,
            @Nullable Timeouts timeouts,
            long created) {
        public Model {
            aliases = List.copyOf(aliases);
            capabilities = List.copyOf(capabilities);
        }
    }

    /// @param priority lower is tried first
    /// @param credential null when none is configured: the deployment is then unusable, unless the provider needs
    ///     none
    /// @param credentialHint how to configure it, for the error message: `OPENAI_API_KEY`
    /// @param needsCredential false for providers that take none
    public record Deployment(
            String id,
            String provider,
            String model,
            String upstreamModel,
            int weight,
            int priority,
            @Nullable SealedCredential credential,
            @Nullable String credentialHint,
            boolean needsCredential) {}

    /// @param models ids, or a single `*` for all
    public record Group(String id, List<String> models, RateLimits limits) {
        public Group {
            models = List.copyOf(models);
        }
    }
}
