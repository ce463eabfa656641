package dev.tollgate.contract.billing.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an edge's journal holds of a request, and ships to billing as it is (rules 3). Quantities are keyed by
/// [UsageClass#wireName]; billing quarantines a frame that it does not understand and never refuses it (rules 14).
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = UsageFrame.Open.class, name = "open"),
    @JsonSubTypes.Type(value = UsageFrame.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = UsageFrame.Done.class, name = "done")
})
public sealed interface UsageFrame {
    /// The version of the frame's layout.
    int VERSION = 1;

    /// Of the end of a request that was answered from a cache: a billing that knows no such thing would charge it in
    /// full, and quarantines it instead (rules 14).
    int CACHED_VERSION = 2;

    String requestId();

    /// Who pays for what: written before the upstream call and repeated in `done`, so that each stands alone.
    ///
    /// @param requestId the edge's own UUIDv7
    /// @param clientRequestId the caller's id, if given: shown, never trusted
    /// @param endpoint what was asked for: `chat.completions`, `audio.speech`
    /// @param admittedAt Unix milliseconds
    /// @param priceVersion of the price list in force at admission
    /// @param hold nano-credits reserved; 0 for free models
    /// @param outageHold how much of the hold is outage credit, booked as overdraft (rules 8); null for none
    /// @param pricesKnownAt Unix milliseconds at which this edge last knew its price list to be billing's newest
    ///     (rules 11); null when the edge does not tell
    /// @param batch true for a batch's line, at a batch's price; else null, as in older frames
    record Subject(
            String requestId,
            @Nullable String clientRequestId,
            String accountId,
            String keyId,
            List<String> limitIds,
            String group,
            String model,
            String endpoint,
            boolean stream,
            long admittedAt,
            long priceVersion,
            long hold,
            @Nullable Long outageHold,
            @Nullable Long pricesKnownAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean batch) {
        public Subject {
            limitIds = List.copyOf(limitIds);
        }

        /// Of a request that is no batch's line.
        public Subject(
                String requestId,
                @Nullable String clientRequestId,
                String accountId,
                String keyId,
                List<String> limitIds,
                String group,
                String model,
                String endpoint,
                boolean stream,
                long admittedAt,
                long priceVersion,
                long hold,
                @Nullable Long outageHold,
                @Nullable Long pricesKnownAt) {
            this(
                    requestId,
                    clientRequestId,
                    accountId,
                    keyId,
                    limitIds,
                    group,
                    model,
                    endpoint,
                    stream,
                    admittedAt,
                    priceVersion,
                    hold,
                    outageHold,
                    pricesKnownAt,
                    null);
        }

        /// Whether it is a batch's line.
        public boolean ofBatch() {
            return Boolean.TRUE.equals(batch);
        }

        /// Of a request within its lease.
        public Subject(
                String requestId,
                @Nullable String clientRequestId,
                String accountId,
                String keyId,
                List<String> limitIds,
                String group,
                String model,
                String endpoint,
                boolean stream,
                long admittedAt,
                long priceVersion,
                long hold) {
            this(
                    requestId,
                    clientRequestId,
                    accountId,
                    keyId,
                    limitIds,
                    group,
                    model,
                    endpoint,
                    stream,
                    admittedAt,
                    priceVersion,
                    hold,
                    null,
                    null);
        }
    }

    /// Before the upstream write.
    ///
    /// @param inputBound tokens of input that will be charged if nothing more is ever known
    /// @param prices so that a successor can price what was cut off, without a price list; null in older frames
    /// @param units of the classes that count no tokens, which will be charged like the input; null when there are
    ///     none
    /// @param outputClass of what [Progress] counts, by its wire name: `audio_output`; null for `output`, and in
    ///     older frames
    record Open(
            int version,
            Subject subject,
            long inputBound,
            @Nullable RecoveryPrices prices,
            @Nullable Map<String, Long> units,
            @Nullable String outputClass)
            implements UsageFrame {
        public Open {
            units = units == null ? null : Map.copyOf(units);
        }

        public Open(int version, Subject subject, long inputBound) {
            this(version, subject, inputBound, null, null, null);
        }

        @Override
        public String requestId() {
            return subject.requestId();
        }
    }

    /// Nano-credits per million plain input tokens and tokens of [Open#outputClass], in the tier of the input.
    ///
    /// @param units nano-credits per million of each class in [Open#units]; null when there are none
    record RecoveryPrices(long input, long output, @Nullable Map<String, Long> units) {
        public RecoveryPrices {
            units = units == null ? null : Map.copyOf(units);
        }

        public RecoveryPrices(long input, long output) {
            this(input, output, null);
        }
    }

    /// Every 2 s or 512 tokens of a stream.
    ///
    /// @param delivered output tokens handed to the client so far, cumulative
    record Progress(int version, String requestId, long delivered) implements UsageFrame {}

    /// The end, and all that billing needs to charge.
    ///
    /// @param quantities units per class, disjoint
    /// @param components nano-credits per class; their sum is the charge
    /// @param charge nano-credits the customer pays
    /// @param incurred units per class that the provider charges us for
    /// @param providerCost nano-credits at the deployment's cost prices, or null when it has none
    /// @param estimated counted by our tokenizer, as the provider told no usage
    /// @param status the HTTP status that the caller saw
    /// @param firstByteMillis from admission to the first upstream event, or null when none came
    /// @param cachedPpm of an answer from the cache, what it is charged of its price, in parts per million;
    ///     null for every other, and in older frames
    record Done(
            int version,
            Subject subject,
            Map<String, Long> quantities,
            Map<String, Long> components,
            long charge,
            Map<String, Long> incurred,
            @Nullable Long providerCost,
            Outcome outcome,
            boolean estimated,
            int status,
            @Nullable String provider,
            @Nullable String deployment,
            @Nullable String upstreamModel,
            List<Attempt> attempts,
            @Nullable Long firstByteMillis,
            long durationMillis,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long cachedPpm)
            implements UsageFrame {
        public Done {
            quantities = Map.copyOf(quantities);
            components = Map.copyOf(components);
            incurred = Map.copyOf(incurred);
            attempts = List.copyOf(attempts);
        }

        /// That a provider answered, or nobody.
        public Done(
                int version,
                Subject subject,
                Map<String, Long> quantities,
                Map<String, Long> components,
                long charge,
                Map<String, Long> incurred,
                @Nullable Long providerCost,
                Outcome outcome,
                boolean estimated,
                int status,
                @Nullable String provider,
                @Nullable String deployment,
                @Nullable String upstreamModel,
                List<Attempt> attempts,
                @Nullable Long firstByteMillis,
                long durationMillis) {
            this(
                    version,
                    subject,
                    quantities,
                    components,
                    charge,
                    incurred,
                    providerCost,
                    outcome,
                    estimated,
                    status,
                    provider,
                    deployment,
                    upstreamModel,
                    attempts,
                    firstByteMillis,
                    durationMillis,
                    null);
        }

        @Override
        public String requestId() {
            return subject.requestId();
        }
    }

    /// One try of one deployment.
    ///
    /// @param result `ok`, or what failed: `429`, `500`, `connect`, `timeout`, `reset`
    /// @param incurred what a failed attempt may cost us all the same (rules 17); null for none, and for the
    ///     attempt that answered, whose cost is the request's own
    /// @param model that was asked, where another one stood in for it since; null for the request's own
    record Attempt(
            String deployment,
            String result,
            long millis,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Incurred incurred,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String model) {
        public Attempt(String deployment, String result, long millis, @Nullable Incurred incurred) {
            this(deployment, result, millis, incurred, null);
        }

        public Attempt(String deployment, String result, long millis) {
            this(deployment, result, millis, null);
        }

        /// The same, at a model that others stand in for.
        public Attempt at(String asked) {
            return new Attempt(deployment, result, millis, incurred, asked);
        }
    }

    /// What a provider may charge us for.
    ///
    /// @param quantities units per class
    record Incurred(String provider, String upstreamModel, Map<String, Long> quantities) {
        public Incurred {
            quantities = Map.copyOf(quantities);
        }
    }

    /// How a request ended.
    enum Outcome {
        COMPLETED,
        /// The client went away.
        CANCELLED,
        /// Credit ran out while it streamed.
        CREDIT_EXHAUSTED,
        /// The provider failed after it had begun.
        UPSTREAM_FAILED,
        /// The provider never began: nothing is charged.
        REFUSED,
        /// The edge died: made from the last progress.
        INTERRUPTED,
        /// The key was revoked, and its running streams with it.
        REVOKED
    }
}
