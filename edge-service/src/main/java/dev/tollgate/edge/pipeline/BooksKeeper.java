package dev.tollgate.edge.pipeline;

import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.credit.Reservation;
import dev.tollgate.edge.dispatch.DispatchRequest;
import dev.tollgate.edge.journal.Journal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Opens the books of an admitted request and hands it, with them, to the dispatcher.
@ApplicationScoped
class BooksKeeper {
    private final Journal journal;
    private final PipelineMetrics metrics;

    BooksKeeper(Journal journal, PipelineMetrics metrics) {
        this.journal = journal;
        this.metrics = metrics;
    }

    DispatchRequest open(Call call, Admission.Outcome.Admitted admitted) {
        Reservation reservation = admitted.reservation();
        Long bound = perChoice(call, admitted);
        return new DispatchRequest(
                call.exchange().id(),
                call.chat().model(),
                call.chat(),
                call.chat().includeUsage(),
                bound,
                call.route().targets(),
                call.chat().affinity() ^ call.key().keyId().hashCode(),
                call.exchange().startNanos(),
                headers(admitted, reservation, bound),
                call.exchange().request().getHeader("traceparent"),
                call.exchange().response(),
                new Books(call, admitted, journal, metrics));
    }

    /// What is sent upstream: what credit reaches for, when that is less than what was asked; else the caller's own
    /// bound, or the model's where the caller gave none.
    private static @Nullable Long perChoice(Call call, Admission.Outcome.Admitted admitted) {
        Reservation reservation = admitted.reservation();
        long choices = admitted.bounds().choices();
        if (reservation.clamped()) {
            return Math.max(1, reservation.outputBound() / choices);
        }
        Long asked = call.chat().maxOutput();
        long allowed = admitted.bounds().output() / choices;
        return call.route().free() || (asked != null && asked <= allowed) ? null : (Long) allowed;
    }

    private static Map<String, String> headers(
            Admission.Outcome.Admitted admitted, Reservation reservation, @Nullable Long bound) {
        Map<String, String> limits = admitted.permit().headers();
        if (!reservation.clamped()) {
            return limits;
        }
        Map<String, String> headers = new HashMap<>(limits);
        headers.put(Headers.OUTPUT_BOUND, String.valueOf(bound));
        return headers;
    }
}
