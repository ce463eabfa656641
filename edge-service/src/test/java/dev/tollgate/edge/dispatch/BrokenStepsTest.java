package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.edge.catalogue.Target;
import dev.tollgate.edge.error.ErrorFormat;
import dev.tollgate.edge.provider.spi.Granted;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Spoken;
import dev.tollgate.edge.relay.Clearance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Steps that throw, behind a future above all: the caller is told, once, and the books are closed, once.
class BrokenStepsTest extends DispatchRig {
    @Test
    void aProviderOfAKindThatIsNotSpokenEndsTheRequest() {
        route = List.of(martian("d0"));
        open();
        brokenOnce(call());
    }

    @Test
    void aSecondOneOfAKindThatIsNotSpokenEndsTheRequestBehindTheFirstOnesAnswer() {
        route = List.of(target("d0", 0, 1), martian("d1"));
        script.add(answer(500, "{}"));
        open();
        brokenOnce(call());
        assertThat(report().attempts()).hasSize(1);
    }

    @Test
    void aTokenThatFailsToBeGrantedEndsTheRequest() {
        granting = () -> {
            Promise<Granted> later = promiseHere();
            vertx.runOnContext(here -> later.fail("nothing should fail here"));
            return later.future();
        };
        open();
        brokenOnce(call());
    }

    @Test
    void aClearanceThatCannotBeJudgedEndsTheRequest() {
        clearing = BrokenStepsTest::nothing;
        open();
        brokenOnce(call());
        assertThat(received).isEmpty();
    }

    private static Future<Clearance> nothing() {
        Promise<Clearance> later = promiseHere();
        later.complete(null);
        return later.future();
    }

    @Test
    void aReaderThatCannotBeMadeEndsTheRequestInTheCallersFormat() {
        errors = ErrorFormat.ANTHROPIC;
        spoken = new Spoken.Said(
                translated(Operation.CHAT),
                reader -> {
                    throw new IllegalStateException("there is no such answer");
                },
                UnaryOperator.identity());
        script.add(events(CHUNK + LAST + DONE));
        open();
        HttpResponse<String> answer = call();
        brokenOnce(answer);
        assertThat(answer.body()).contains("\"type\":\"api_error\"");
    }

    @Test
    void aStandInThatCannotBeAskedEndsTheRequest() {
        standIn = reason -> Future.succeededFuture(Optional.of(atMars(dispatched.getFirst())));
        script.add(answer(500, "{}"));
        open();
        brokenOnce(call());
    }

    /// Nobody here speaks to providers of its kind.
    private Target martian(String id) {
        return new Target(
                new Catalogue.Deployment(id, "q", "m", "up", 1, 1, null, null, true),
                new Catalogue.Provider("q", "martian", "http://127.0.0.1:1", onClientGone, timeouts, false),
                "s3cret",
                timeouts,
                null);
    }

    private DispatchRequest atMars(DispatchRequest request) {
        return new DispatchRequest(
                request.requestId(),
                request.body(),
                request.modelBound(),
                null,
                List.of(martian("d9")),
                RouteWish.of("other", 1),
                0,
                request.startNanos(),
                request.headers(),
                null,
                request.errors(),
                request.client(),
                request.hooks(),
                StandIn.NONE);
    }

    private void brokenOnce(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Something went wrong on our side.").doesNotContain("martian");
        assertThat(reports).hasSize(1);
        assertThat(report().outcome()).isEqualTo(Outcome.REFUSED);
    }
}
