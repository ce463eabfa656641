package dev.tollgate.contract.routing.v1;

import dev.tollgate.contract.ratelimit.v1.RateLimits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The compiled catalogue: one immutable snapshot that every edge holds whole.
///
/// @param version hash of this snapshot: its ETag
/// @param fileHash SHA-256 of the catalogue file it was made from; an edge swaps to it once the price list of the
///     same hash is there too (rules 11)
/// @param shadows deployments that are sent copies of requests, and no requests; none from a routing of the release
///     before
public record Catalogue(
        String version,
        String fileHash,
        List<Provider> providers,
        List<Model> models,
        List<Deployment> deployments,
        List<Group> groups,
        List<Shadow> shadows) {
    public Catalogue {
        providers = List.copyOf(providers);
        models = List.copyOf(models);
        deployments = List.copyOf(deployments);
        groups = List.copyOf(groups);
        shadows = shadows == null ? List.of() : List.copyOf(shadows);
    }

    /// Without shadows.
    public Catalogue(
            String version,
            String fileHash,
            List<Provider> providers,
            List<Model> models,
            List<Deployment> deployments,
            List<Group> groups) {
        this(version, fileHash, providers, models, deployments, groups, List.of());
    }

    /// @param kind the dialect, by a [ProviderKind]'s wire name
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
    /// @param capabilities what it can do; those that name an operation (`chat`, `completions`, `embeddings`,
    ///     `images`, `image_edits`, `image_variations`, `speech`, `transcription`, `translation`, `rerank`,
    ///     `moderation`, `realtime`) say which endpoints it serves
    /// @param timeouts overrides the provider's, or null; a field at 0 is the provider's
    /// @param created Unix seconds
    /// @param media how its pictures and recordings are measured
    /// @param routing how its routes choose; null from a routing of the release before means [Routing#DEFAULT]
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
            long created,
            Media media,
            Routing routing) {
        public Model {
            aliases = List.copyOf(aliases);
            capabilities = List.copyOf(capabilities);
            routing = Objects.requireNonNullElse(routing, Routing.DEFAULT);
        }

        /// That chooses as a model does of which nothing is said.
        public Model(
                String id,
                List<String> aliases,
                String owner,
                long contextWindow,
                long outputBound,
                long leastUsefulOutput,
                List<String> capabilities,
                RateLimits limits,
                @Nullable Timeouts timeouts,
                long created,
                Media media) {
            this(
                    id,
                    aliases,
                    owner,
                    contextWindow,
                    outputBound,
                    leastUsefulOutput,
                    capabilities,
                    limits,
                    timeouts,
                    created,
                    media,
                    Routing.DEFAULT);
        }

        /// Of text alone.
        public Model(
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
            this(
                    id,
                    aliases,
                    owner,
                    contextWindow,
                    outputBound,
                    leastUsefulOutput,
                    capabilities,
                    limits,
                    timeouts,
                    created,
                    Media.DEFAULT);
        }
    }

    /// How routes choose among deployments of one priority.
    public enum Strategy {
        /// By weight.
        WEIGHTED,
        /// The one whose first token has come soonest of late.
        LATENCY,
        /// The one whose likely cost for the request is least; those whose cost is unknown come last.
        COST
    }

    /// How a model's routes choose, and which models stand in for it.
    ///
    /// @param strategy of all its routes but those of groups that have one of their own
    /// @param cacheMillis how long after its last use a provider keeps a prompt's beginning, and requests of it
    ///     stick to their deployment; 0: they need not
    public record Routing(Strategy strategy, long cacheMillis, Fallbacks fallbacks) {
        public static final Routing DEFAULT = new Routing(Strategy.WEIGHTED, 300_000, Fallbacks.NONE);
    }

    /// Models that are asked instead, in order: only what the caller's group may use and its account can pay for.
    ///
    /// @param contextWindow where the input is too long
    /// @param contentPolicy where the provider refuses what is asked for
    /// @param any where no deployment could answer
    public record Fallbacks(List<String> contextWindow, List<String> contentPolicy, List<String> any) {
        public static final Fallbacks NONE = new Fallbacks(List.of(), List.of(), List.of());

        public Fallbacks {
            contextWindow = List.copyOf(contextWindow);
            contentPolicy = List.copyOf(contentPolicy);
            any = List.copyOf(any);
        }
    }

    /// How a model's pictures and recordings are measured.
    ///
    /// @param imageSizes thousandths of a standard image that one of this size and quality counts, by
    ///     `1024x1024/hd`; a size alone (`1024x1024`) stands for every quality that is not named. What is not named
    ///     at all counts as the dearest that is. Empty: every image is a standard one
    /// @param audioBound most milliseconds of one recording: on this much credit is held where a recording's length
    ///     is not known beforehand
    public record Media(Map<String, Long> imageSizes, long audioBound) {
        public static final Media DEFAULT = new Media(Map.of(), 4 * 3_600_000L);

        public Media {
            imageSizes = Map.copyOf(imageSizes);
        }
    }

    /// @param priority lower is tried first
    /// @param credential null when none is configured: the deployment is then unusable, unless the provider needs
    ///     none
    /// @param credentialHint how to configure it, for the error message: `OPENAI_API_KEY`
    /// @param needsCredential false for providers that take none
    /// @param probe null when nobody probes it
    public record Deployment(
            String id,
            String provider,
            String model,
            String upstreamModel,
            int weight,
            int priority,
            @Nullable SealedCredential credential,
            @Nullable String credentialHint,
            boolean needsCredential,
            @Nullable Probe probe) {
        /// That nobody probes.
        public Deployment(
                String id,
                String provider,
                String model,
                String upstreamModel,
                int weight,
                int priority,
                @Nullable SealedCredential credential,
                @Nullable String credentialHint,
                boolean needsCredential) {
            this(
                    id,
                    provider,
                    model,
                    upstreamModel,
                    weight,
                    priority,
                    credential,
                    credentialHint,
                    needsCredential,
                    null);
        }
    }

    /// How a deployment's health is asked for when no request shows it.
    ///
    /// @param intervalMillis between two probes
    /// @param timeoutMillis for the whole of an answer
    /// @param path that is read below the provider's address: `/models`; null for a chat of one token
    public record Probe(
            long intervalMillis,
            long timeoutMillis,
            @Nullable String path) {}

    /// A candidate that is sent copies of its model's requests; what it answers is compared and thrown away.
    ///
    /// @param share of 10,000 requests
    public record Shadow(Deployment deployment, int share) {}

    /// How answers are kept and given again to the account that got them.
    ///
    /// @param ttlMillis how long
    /// @param chargePpm what an answer from the cache is charged of its price, in parts per million
    /// @param maxBytes of an answer; larger ones are not kept
    public record AnswerCache(long ttlMillis, long chargePpm, long maxBytes) {}

    /// @param models ids, or a single `*` for all
    /// @param strategy of its routes; null for each model's own
    /// @param cache of answers; null for none, and from a routing of the release before
    /// @param guardrails null when nothing looks at what is said
    public record Group(
            String id,
            List<String> models,
            RateLimits limits,
            @Nullable Strategy strategy,
            @Nullable AnswerCache cache,
            @Nullable Guardrails guardrails) {
        public Group {
            models = List.copyOf(models);
        }

        /// The same without guardrails.
        public Group unguarded() {
            return new Group(id, models, limits, strategy, cache, null);
        }

        /// Without guardrails.
        public Group(
                String id,
                List<String> models,
                RateLimits limits,
                @Nullable Strategy strategy,
                @Nullable AnswerCache cache) {
            this(id, models, limits, strategy, cache, null);
        }

        /// Whose answers are not kept.
        public Group(String id, List<String> models, RateLimits limits, @Nullable Strategy strategy) {
            this(id, models, limits, strategy, null);
        }

        /// Whose routes choose as their models do.
        public Group(String id, List<String> models, RateLimits limits) {
            this(id, models, limits, null);
        }
    }
}
