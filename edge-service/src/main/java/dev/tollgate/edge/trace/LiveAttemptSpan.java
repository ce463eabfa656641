package dev.tollgate.edge.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/// The span of an attempt that is traced.
final class LiveAttemptSpan implements AttemptSpan {
    private final Span span;

    LiveAttemptSpan(Span span) {
        this.span = span;
    }

    @Override
    public String traceparent() {
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    @Override
    public void failed(String error) {
        span.setAttribute("error.type", error);
        span.setStatus(StatusCode.ERROR);
        span.end();
    }

    @Override
    public void answered(@Nullable Long inputTokens, @Nullable Long outputTokens, @Nullable String error) {
        if (inputTokens != null) {
            span.setAttribute("gen_ai.usage.input_tokens", (long) inputTokens);
        }
        if (outputTokens != null) {
            span.setAttribute("gen_ai.usage.output_tokens", (long) outputTokens);
        }
        if (error != null) {
            failed(error);
        } else {
            span.end();
        }
    }
}
