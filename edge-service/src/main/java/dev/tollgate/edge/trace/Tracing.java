package dev.tollgate.edge.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Makes spans, where tracing is on.
@Singleton
public class Tracing {
    private static final String SCOPE = "dev.tollgate.edge";
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("tollgate.request.id");

    private final @Nullable Tracer tracer;

    Tracing(@ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled, OpenTelemetry telemetry) {
        this.tracer = disabled ? null : telemetry.getTracer(SCOPE);
    }

    /// One that makes nothing.
    public static Tracing off() {
        return new Tracing(true, OpenTelemetry.noop());
    }

    /// Puts the request's id on its span.
    public void begun(String requestId) {
        if (tracer != null) {
            Span.current().setAttribute(REQUEST_ID, requestId);
        }
    }

    /// Asked first on the hot path, so that nothing is made for nothing.
    public boolean isOn() {
        return tracer != null;
    }

    /// Starts the span of an attempt, below the request's. Must be called on the request's context.
    public AttemptSpan attempt(AttemptFacts attempt) {
        Tracer on = tracer;
        if (on == null) {
            return AttemptSpan.NONE;
        }
        URI url = URI.create(attempt.url());
        Span span = on.spanBuilder(attempt.operation() + " " + attempt.model())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", attempt.operation())
                .setAttribute("gen_ai.provider.name", attempt.provider())
                .setAttribute("gen_ai.request.model", attempt.model())
                .setAttribute("server.address", url.getHost())
                .setAttribute("server.port", (long) port(url))
                .setAttribute(REQUEST_ID, attempt.requestId())
                .setAttribute("tollgate.deployment", attempt.deployment())
                .setAttribute("tollgate.attempt", (long) attempt.number())
                .startSpan();
        if (attempt.outputBound() != null) {
            span.setAttribute("gen_ai.request.max_tokens", (long) attempt.outputBound());
        }
        return new LiveAttemptSpan(span);
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return url.getScheme().equals("https") ? 443 : 80;
    }
}
