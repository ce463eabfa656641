package dev.tollgate.billing.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.UsageClass;
import dev.tollgate.contract.billing.v1.UsageFrame;
import dev.tollgate.contract.id.RequestId;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one frame on its own, so that one that this release does not know never stops the rest (rules 14).
final class FrameReader {
    private static final int TEXT_MAX = 400;
    private static final int LIST_MAX = 200;
    /// Far above any request; keeps sums of a batch within a long.
    private static final long AMOUNT_MAX = 1_000_000_000_000_000L;

    private static final long PPM = 1_000_000L;

    private static final Set<String> KINDS = Set.of("open", "progress", "done");
    private static final Set<String> CLASSES =
            Arrays.stream(UsageClass.values()).map(UsageClass::wireName).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> OUTPUTS = Arrays.stream(UsageClass.values())
            .filter(UsageClass::isOutput)
            .map(UsageClass::wireName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> OPEN_FIELDS = fields(UsageFrame.Open.class, "kind");
    private static final Set<String> DONE_FIELDS = fields(UsageFrame.Done.class, "kind");
    private static final Set<String> SUBJECT_FIELDS = fields(UsageFrame.Subject.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Duration ageMax;
    private final Duration aheadMax;

    /// @param ageMax older requests are not taken: their first record may be gone
    FrameReader(Duration ageMax, Duration aheadMax) {
        this.ageMax = ageMax;
        this.aheadMax = aheadMax;
    }

    ReadFrame read(JsonNode node, Instant now) {
        if (!isKnown(node.path("version"), node.path("kind").asText())) {
            return new ReadFrame.Unreadable(Unfit.UNKNOWN_VERSION, "version " + node.path("version"));
        }
        if (!KINDS.contains(node.path("kind").asText())) {
            return new ReadFrame.Unreadable(Unfit.UNKNOWN_KIND, "kind " + node.path("kind"));
        }
        try {
            return read(JSON.treeToValue(node, UsageFrame.class), node, now);
        } catch (JsonProcessingException e) {
            return new ReadFrame.Unreadable(Unfit.INVALID, e.getOriginalMessage());
        } catch (Unsound e) {
            return e.unreadable();
        }
    }

    private static boolean isKnown(JsonNode version, String kind) {
        return version.isIntegralNumber()
                && (version.asLong() == UsageFrame.VERSION
                        || (version.asLong() == UsageFrame.CACHED_VERSION && kind.equals("done")));
    }

    /// The id of the request that a frame ends, if one can be read, whatever its version.
    static Optional<UUID> requestIdOf(JsonNode node) {
        try {
            return Optional.of(uuid(node.path("subject").path("requestId").textValue()));
        } catch (Unsound e) {
            return Optional.empty();
        }
    }

    /// What a frame says that it charges, 0 if that is no amount.
    static long chargeOf(JsonNode node) {
        JsonNode charge = node.path("charge");
        return charge.isIntegralNumber() && charge.canConvertToLong() && charge.asLong() <= AMOUNT_MAX
                ? Math.max(0, charge.asLong())
                : 0;
    }

    private ReadFrame read(UsageFrame frame, JsonNode node, Instant now) throws Unsound {
        UUID id = requestId(frame, now);
        return switch (frame) {
            case UsageFrame.Open open -> {
                check(open.subject());
                amount(open.inputBound(), "inputBound");
                classes(open.units() == null ? Map.of() : open.units(), "units");
                outputClass(open.outputClass());
                yield new ReadFrame.Opened(id, open, unknown(node, OPEN_FIELDS));
            }
            case UsageFrame.Progress progress -> {
                amount(progress.delivered(), "delivered");
                yield new ReadFrame.Progressed(id, progress.delivered());
            }
            case UsageFrame.Done done -> {
                check(done);
                yield new ReadFrame.Finished(new ReadFrame.Usage(id, done, content(done), unknown(node, DONE_FIELDS)));
            }
        };
    }

    private UUID requestId(UsageFrame frame, Instant now) throws Unsound {
        boolean complete =
                switch (frame) {
                    case UsageFrame.Open open -> open.subject() != null;
                    case UsageFrame.Done done -> done.subject() != null;
                    case UsageFrame.Progress _ -> true;
                };
        if (!complete) {
            throw new Unsound(Unfit.INVALID, "subject is missing");
        }
        String text = frame.requestId();
        UUID id = uuid(text);
        if (id.version() != 7) {
            throw new Unsound(Unfit.INVALID, "requestId is not a UUID of version 7");
        }
        Instant made = Instant.ofEpochMilli(RequestId.millis(id));
        if (made.isBefore(now.minus(ageMax))) {
            throw new Unsound(Unfit.TOO_OLD, "admitted at " + made);
        }
        if (made.isAfter(now.plus(aheadMax))) {
            throw new Unsound(Unfit.FROM_THE_FUTURE, "admitted at " + made);
        }
        return id;
    }

    private static UUID uuid(@Nullable String text) throws Unsound {
        try {
            if (text != null && text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw new Unsound(Unfit.INVALID, "requestId: " + e.getMessage());
        }
        throw new Unsound(Unfit.INVALID, "requestId is not a UUID");
    }

    private static void check(UsageFrame.Subject subject) throws Unsound {
        text(subject.accountId(), "accountId");
        text(subject.keyId(), "keyId");
        text(subject.group(), "group");
        text(subject.model(), "model");
        text(subject.endpoint(), "endpoint");
        optional(subject.clientRequestId(), "clientRequestId");
        if (subject.limitIds().size() > LIST_MAX) {
            throw new Unsound(Unfit.INVALID, "limitIds are too many");
        }
        for (String id : subject.limitIds()) {
            text(id, "limitIds");
        }
        amount(subject.admittedAt(), "admittedAt");
        amount(subject.hold(), "hold");
        if (subject.outageHold() != null) {
            amount(subject.outageHold(), "outageHold");
        }
        if (subject.pricesKnownAt() != null) {
            amount(subject.pricesKnownAt(), "pricesKnownAt");
        }
    }

    private static void check(UsageFrame.Done done) throws Unsound {
        check(done.subject());
        classes(done.quantities(), "quantities");
        classes(done.components(), "components");
        classes(done.incurred(), "incurred");
        amount(done.charge(), "charge");
        if (done.providerCost() != null) {
            amount(done.providerCost(), "providerCost");
        }
        if (done.outcome() == null || done.attempts().size() > LIST_MAX) {
            throw new Unsound(Unfit.INVALID, "outcome or attempts");
        }
        for (UsageFrame.Attempt attempt : done.attempts()) {
            optional(attempt.deployment(), "attempts.deployment");
            optional(attempt.result(), "attempts.result");
            optional(attempt.model(), "attempts.model");
            UsageFrame.Incurred incurred = attempt.incurred();
            if (incurred != null) {
                text(incurred.provider(), "attempts.incurred.provider");
                text(incurred.upstreamModel(), "attempts.incurred.upstreamModel");
                classes(incurred.quantities(), "attempts.incurred.quantities");
            }
        }
        optional(done.provider(), "provider");
        optional(done.deployment(), "deployment");
        optional(done.upstreamModel(), "upstreamModel");
        amount(done.durationMillis(), "durationMillis");
        cached(done);
    }

    /// Never more than the price, and told by the frames of one version alone: who does not know it must not price
    /// them.
    private static void cached(UsageFrame.Done done) throws Unsound {
        Long ppm = done.cachedPpm();
        if (ppm == null ? done.version() == UsageFrame.CACHED_VERSION : done.version() != UsageFrame.CACHED_VERSION) {
            throw new Unsound(Unfit.INVALID, "cachedPpm does not go with version " + done.version());
        }
        if (ppm != null && (ppm < 0 || ppm > PPM)) {
            throw new Unsound(Unfit.INVALID, "cachedPpm is out of range");
        }
    }

    private static void classes(Map<String, Long> values, String name) throws Unsound {
        for (Map.Entry<String, Long> entry : values.entrySet()) {
            if (!CLASSES.contains(entry.getKey())) {
                throw new Unsound(Unfit.UNKNOWN_CLASS, name + "." + entry.getKey());
            }
            amount(entry.getValue(), name + "." + entry.getKey());
        }
    }

    private static void outputClass(@Nullable String name) throws Unsound {
        if (name != null && !OUTPUTS.contains(name)) {
            throw new Unsound(Unfit.UNKNOWN_CLASS, "outputClass." + name);
        }
    }

    private static void amount(long value, String name) throws Unsound {
        if (value < 0 || value > AMOUNT_MAX) {
            throw new Unsound(Unfit.INVALID, name + " is out of range");
        }
    }

    private static void text(@Nullable String value, String name) throws Unsound {
        if (value == null || value.isBlank()) {
            throw new Unsound(Unfit.INVALID, name + " is missing");
        }
        optional(value, name);
    }

    private static void optional(@Nullable String value, String name) throws Unsound {
        if (value != null && (value.length() > TEXT_MAX || value.indexOf('\0') >= 0)) {
            throw new Unsound(Unfit.INVALID, name + " is too long or holds a NUL");
        }
    }

    /// The digest by which two frames of one id are compared.
    static String content(UsageFrame.Done done) {
        try {
            return sha256(JSON.writeValueAsString(done));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that was read cannot be written", e);
        }
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    private static @Nullable String unknown(JsonNode node, Set<String> known) throws Unsound {
        ObjectNode unknown = JSON.createObjectNode();
        node.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                unknown.set(field.getKey(), field.getValue());
            }
        });
        node.path("subject").properties().forEach(field -> {
            if (!SUBJECT_FIELDS.contains(field.getKey())) {
                unknown.set("subject." + field.getKey(), field.getValue());
            }
        });
        if (unknown.isEmpty()) {
            return null;
        }
        String text = unknown.toString();
        if (text.contains("\\u0000")) {
            throw new Unsound(Unfit.INVALID, "an unknown field holds a NUL");
        }
        return text;
    }

    private static Set<String> fields(Class<?> type, String... more) {
        List<String> known = Arrays.asList(more);
        return Stream.concat(
                        known.stream(),
                        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static final class Unsound extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ReadFrame.Unreadable unreadable;

        Unsound(Unfit reason, String detail) {
            super(detail, null, false, false);
            this.unreadable = new ReadFrame.Unreadable(reason, detail);
        }

        ReadFrame.Unreadable unreadable() {
            return unreadable;
        }
    }
}
