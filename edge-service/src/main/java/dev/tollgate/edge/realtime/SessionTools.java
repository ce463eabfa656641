package dev.tollgate.edge.realtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.access.AccessLine;
import dev.tollgate.edge.access.AccessLog;
import dev.tollgate.edge.catalogue.Snapshots;
import dev.tollgate.edge.pipeline.Call;
import dev.tollgate.edge.pipeline.SessionDesk;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// What all sessions share.
@Singleton
class SessionTools {
    private static final int SWITCHING = 101;

    private final Vertx vertx;
    private final RealtimeConfig config;
    private final SessionDesk desk;
    private final Snapshots snapshots;
    private final RealtimeMetrics metrics;
    private final AccessLog accessLog;
    private final ClientEvents events;
    private final JsonMapper json;

    SessionTools(
            Vertx vertx,
            RealtimeConfig config,
            SessionDesk desk,
            Snapshots snapshots,
            RealtimeMetrics metrics,
            AccessLog accessLog) {
        this.vertx = vertx;
        this.config = config;
        this.desk = desk;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.accessLog = accessLog;
        int longest = Math.toIntExact(config.messageMax().asLongValue());
        this.events = new ClientEvents(longest);
        this.json = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(longest)
                                .build())
                        .build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    Vertx vertx() {
        return vertx;
    }

    RealtimeConfig config() {
        return config;
    }

    SessionDesk desk() {
        return desk;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    RealtimeMetrics metrics() {
        return metrics;
    }

    ClientEvents events() {
        return events;
    }

    ServiceError unrecorded() {
        return SessionDesk.unrecorded();
    }

    /// A provider's event, or null when it is none.
    @Nullable
    ObjectNode read(String text) {
        try {
            return json.readTree(text) instanceof ObjectNode event ? event : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    void ended(Call call, Reason reason) {
        metrics.ended(reason);
        if (accessLog.wants(SWITCHING, reason == Reason.PROVIDER_FAILED || reason == Reason.BROKEN)) {
            accessLog.write(new AccessLine(
                            call.exchange().id(),
                            call.operation(),
                            SWITCHING,
                            reason.label(),
                            call.exchange().elapsedMillis())
                    .of(call.key().accountId(), call.key().keyId())
                    .with("model", call.route().model().id()));
        }
    }
}
