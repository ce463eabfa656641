package dev.tollgate.edge.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.List;

/// Takes what a caller wrote into its address out of its request's span: some programs put their key there. The
/// route (`http.route`) is told all the same.
@Singleton
@Unremovable
class WithoutAddress implements SpanProcessor {
    private static final List<AttributeKey<String>> ADDRESS =
            List.of(AttributeKey.stringKey("url.path"), AttributeKey.stringKey("url.query"));
    private static final String HIDDEN = "[hidden]";

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getKind() == SpanKind.SERVER) {
            for (AttributeKey<String> part : ADDRESS) {
                if (span.getAttribute(part) != null) {
                    span.setAttribute(part, HIDDEN);
                }
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // What ends is exported by others.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
