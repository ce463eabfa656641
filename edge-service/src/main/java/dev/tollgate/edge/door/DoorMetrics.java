package dev.tollgate.edge.door;

import dev.tollgate.contract.error.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Counts what was refused, by code: never by key, account or request.
@Startup
@Singleton
class DoorMetrics {
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);

    DoorMetrics(MeterRegistry registry) {
        for (ErrorCode code : ErrorCode.values()) {
            refused.put(
                    code,
                    Counter.builder("tollgate.edge.refused")
                            .description("Requests refused or failed, by error code and status")
                            .tag("code", code.code())
                            .tag("status", Integer.toString(code.status()))
                            .register(registry));
        }
    }

    void refused(ErrorCode code) {
        Objects.requireNonNull(refused.get(code)).increment();
    }
}
