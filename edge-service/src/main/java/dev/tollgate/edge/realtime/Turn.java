package dev.tollgate.edge.realtime;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Attempt;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.pipeline.Call;
import dev.tollgate.edge.relay.AnswerReport;
import dev.tollgate.edge.relay.Clearance;
import dev.tollgate.edge.relay.Gate;
import dev.tollgate.edge.relay.RelayHooks;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One answer of a session, with books of its own: from before it is sent for, or from the provider's first word of
/// it.
final class Turn {
    private static final int BYTES_OF_A_TOKEN = 4;
    private static final int OK = 200;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Call call;
    private final RelayHooks books;
    private final Target target;
    private final @Nullable ServiceError limit;
    private long textBytes;
    private long audioTokens;
    /// What went, without the piece that is still to be allowed.
    private long delivered;
    private @Nullable Long firstMillis;
    private boolean ended;

    /// @param limit that it is beyond, although nobody could keep the provider from beginning it; or null
    Turn(Call call, RelayHooks books, Target target, @Nullable ServiceError limit) {
        this.call = call;
        this.books = books;
        this.target = target;
        this.limit = limit;
    }

    /// That it is beyond: it is cancelled, nothing of it is delivered, and nothing is charged.
    @Nullable
    ServiceError limit() {
        return limit;
    }

    /// Records it, before anything is sent for it. Fails when that cannot be.
    Future<Clearance> open() {
        return books.beforeUpstreamWrite(target, 1);
    }

    /// The provider has begun it.
    void began() {
        if (firstMillis == null) {
            firstMillis = call.exchange().elapsedMillis();
        }
    }

    /// Whether so much more may go to the caller.
    Gate mayDeliver(String text, long audio) {
        began();
        textBytes += text.getBytes(StandardCharsets.UTF_8).length;
        audioTokens += audio;
        return books.mayDeliver(counted());
    }

    /// It went.
    void wasDelivered() {
        delivered = counted();
        books.delivered(delivered);
    }

    private long counted() {
        return Math.ceilDiv(textBytes, BYTES_OF_A_TOKEN) + audioTokens;
    }

    /// Settles it, once. The future fails when that could not be recorded.
    ///
    /// @param usage as the provider told it, or null
    Future<Void> end(Outcome outcome, @Nullable Quantities usage) {
        if (ended) {
            return Future.succeededFuture();
        }
        ended = true;
        ServiceError beyond = limit;
        long millis = (System.nanoTime() - call.exchange().startNanos()) / NANOS_PER_MILLI;
        return books.ended(new AnswerReport(
                beyond == null ? outcome : Outcome.REFUSED,
                beyond == null ? OK : beyond.code().status(),
                target,
                usage,
                delivered,
                List.of(new Attempt(target.id(), outcome == Outcome.UPSTREAM_FAILED ? "broken" : "ok", millis)),
                firstMillis));
    }
}
