package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.door.Refusals;
import dev.tollgate.edge.idempotency.Claim;
import dev.tollgate.edge.idempotency.Idempotency;
import dev.tollgate.edge.idempotency.KeptAnswer;
import dev.tollgate.edge.idempotency.Ticket;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Lets a request through once by the name that the caller gave it in `Idempotency-Key`; whoever comes again gets
/// the first one's answer. Without a name nothing is stored and nobody is asked.
@Singleton
class Repeats {
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final long RETRY_SOON_MILLIS = 1_000;
    private static final long NO_USE = -1;

    private final Idempotency idempotency;
    private final Refusals refusals;

    Repeats(Idempotency idempotency, Refusals refusals) {
        this.idempotency = idempotency;
        this.refusals = refusals;
    }

    /// Calls `next` for the first of its name, or answers.
    void check(Call call, Consumer<Call> next) {
        String name = call.exchange().request().getHeader(call.isLine() ? Headers.BATCH_LINE : Headers.IDEMPOTENCY_KEY);
        if (name == null) {
            next.accept(call);
        } else if (NAME.matcher(name).matches()) {
            claim(call, name, next);
        } else {
            refuse(
                    call,
                    new ServiceError(
                            ErrorCode.INVALID_VALUE,
                            "An Idempotency-Key has 1 to 255 visible ASCII characters.",
                            "Idempotency-Key"),
                    0);
        }
    }

    private void claim(Call call, String name, Consumer<Call> next) {
        Future<Claim> claimed = idempotency.claim(
                call.key().accountId(),
                new Idempotency.Name(name, call.isLine()),
                call.exchange().id(),
                call.operation(),
                call.asked().fingerprint());
        refusals.guard(call.refused(), call::dropped).after(claimed, claim -> {
            switch (claim) {
                case Claim.First(Ticket ticket) -> first(call.by(ticket), next);
                case Claim.Answered(KeptAnswer answer) -> repeat(call, answer);
                case Claim.NotKept() -> refuse(call, notKept(), NO_USE);
                case Claim.UnderWay() -> refuse(call, underWay(), RETRY_SOON_MILLIS);
                case Claim.OtherBody() -> refuse(call, otherBody(), 0);
                case Claim.Unavailable() -> refuse(call, unavailable(), RETRY_SOON_MILLIS);
            }
        });
    }

    private void first(Call named, Consumer<Call> next) {
        refusals.guard(named.refused(), named::dropped).run(() -> next.accept(named));
    }

    /// Under the first one's id: there is one receipt.
    private void repeat(Call call, KeptAnswer answer) {
        call.dropped();
        if (!call.exchange().response().closed()) {
            call.exchange()
                    .response()
                    .putHeader(Headers.REQUEST_ID, answer.requestId())
                    .putHeader(Headers.REPLAYED, "true")
                    .putHeader("Content-Type", answer.contentType())
                    .end(answer.body());
        }
    }

    private void refuse(Call call, ServiceError error, long retryAfterMillis) {
        call.dropped();
        refusals.refuse(call.refused(), error, retryAfterMillis, Map.of());
    }

    private static ServiceError notKept() {
        return new ServiceError(
                ErrorCode.CONFLICT,
                "A request of this Idempotency-Key was answered and charged; its answer is not kept.",
                "Idempotency-Key");
    }

    private static ServiceError underWay() {
        return new ServiceError(
                ErrorCode.REQUEST_IN_PROGRESS, "A request of this Idempotency-Key is under way.", "Idempotency-Key");
    }

    private static ServiceError otherBody() {
        return new ServiceError(
                ErrorCode.INVALID_VALUE,
                "This Idempotency-Key was used for a request with another body.",
                "Idempotency-Key");
    }

    private static ServiceError unavailable() {
        return new ServiceError(
                ErrorCode.SERVICE_UNAVAILABLE, "That a request is answered once cannot be promised at the moment.");
    }
}
