package dev.tollgate.edge.relay;

import dev.tollgate.edge.metering.TokenCounter;
import dev.tollgate.edge.provider.spi.AnswerForm;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.EventSplitter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Takes an attempt's answer of status 200 and hands it to the client.
@Singleton
public class Relays {
    private final Vertx vertx;
    private final RelayConfig config;
    private final TokenCounter counter;
    private final RelayMetrics metrics;
    private final ThreadLocal<Rounds> rounds;

    public Relays(Vertx vertx, RelayConfig config, TokenCounter counter, MeterRegistry registry) {
        this.vertx = vertx;
        this.config = config;
        this.counter = counter;
        this.metrics = new RelayMetrics(registry);
        this.rounds = ThreadLocal.withInitial(() -> Rounds.of(vertx));
    }

    /// Relays until the end; the upstream response must not have been resumed yet.
    ///
    /// @param form as it was asked for
    public Relay relay(Answering answering, AnswerForm form) {
        return switch (form) {
            case OBJECT -> whole(answering, false);
            case EVENTS ->
                isJson(answering.upstream().getHeader("Content-Type")) ? whole(answering, true) : stream(answering);
            case BYTES ->
                isText(answering.upstream().getHeader("Content-Type")) ? whole(answering, true) : bytes(answering);
        };
    }

    private Relay whole(Answering answering, boolean streamAsked) {
        PlainRelay relay = new PlainRelay(this, answering, streamAsked);
        relay.start();
        return relay;
    }

    private Relay stream(Answering answering) {
        AnswerGuard guard = answering.hooks().guard();
        if (guard == null) {
            return events(answering);
        }
        AnswerReader reader = answering.reader();
        return guard.holdsStreams()
                ? whole(answering.reading(new HeldStream(reader, splitter(answering))), false)
                : events(answering.reading(guard.reading(reader)));
    }

    EventSplitter splitter(Answering answering) {
        long eventMax = config.eventMax().asLongValue();
        return answering
                .framing()
                .map(framing -> framing.splitter(eventMax))
                .orElseGet(() -> new SseSplitter(eventMax));
    }

    private Relay events(Answering answering) {
        StreamRelay relay = new StreamRelay(this, answering);
        relay.start();
        return relay;
    }

    private Relay bytes(Answering answering) {
        ByteRelay relay = new ByteRelay(this, answering);
        relay.start();
        return relay;
    }

    /// JSON, an error's page or events: whatever it is, not what was asked for.
    private static boolean isText(@Nullable String contentType) {
        return isJson(contentType)
                || (contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/"));
    }

    /// Some tell an error with status 200; some do not stream.
    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    /// Of the request.
    Context context() {
        return vertx.getOrCreateContext();
    }

    RelayConfig config() {
        return config;
    }

    RelayMetrics metrics() {
        return metrics;
    }

    Rounds rounds() {
        return rounds.get();
    }

    DeliveredText text(Answering answering) {
        String model = answering.target().deployment().upstreamModel();
        return new DeliveredText(text -> counter.count(model, text));
    }
}
