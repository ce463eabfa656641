package dev.tollgate.edge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tollgate.contract.auth.v1.KeyFormat;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.ratelimit.v1.Dimension;
import dev.tollgate.contract.ratelimit.v1.PermitAnswer;
import dev.tollgate.contract.ratelimit.v1.PermitCorrections.Correction;
import dev.tollgate.contract.ratelimit.v1.RateLimits;
import dev.tollgate.contract.ratelimit.v1.Subject;
import dev.tollgate.contract.ratelimit.v1.SubjectKind;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Limits and credit together: what one grants goes back when the other refuses, or when nobody wants it any more.
@QuarkusTest
@TestProfile(PipelineRig.Alone.class)
@NullUnmarked
class AdmissionServiceTest extends PipelineRig {
    /// So small that each is asked for per request.
    private static final RateLimits SMALL = new RateLimits(100L, 9_000L, null, 5L);

    @Test
    void rule15ARequestRefusedForWantOfCreditReturnsTokensAndConcurrencyNotItsCount() {
        world.free.put(account, 0L);
        limits(SMALL);
        HttpResponse<String> answer = call(body("m", ",\"max_tokens\":100"));
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("insufficient_balance").contains("billing_error");
        await().untilAsserted(() -> assertThat(corrections()).anySatisfy(tokens -> {
            assertThat(tokens.chargedTokens()).isGreaterThan(100);
            assertThat(tokens.actualTokens()).isZero();
            assertThat(tokens.subjects()).containsExactly(subject());
        }));
        await().untilAsserted(() ->
                assertThat(corrections()).flatExtracting(Correction::release).contains(subject()));
    }

    @Test
    void aRequestRefusedByALimitGivesItsCreditBack() {
        limits(SMALL);
        world.limited = new PermitAnswer.Refusal(subject(), Dimension.RPM, 100, 2_500);
        HttpResponse<String> answer = call(body("m", ""));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).contains("3");
        assertThat(answer.body()).contains("Rate limit exceeded: 100 RPM");
        assertThat(leaseAsks()).isNotEmpty();
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
        assertThat(world.provider.bodies).isEmpty();
    }

    /// The key's context lacks what its limits are judged by: no auth of ours sends that.
    @Test
    void aStepThatThrowsBehindAFutureIsAnsweredInTheEnvelopeAndLoggedOnceWithItsRequestId() {
        world.auth.put(KeyFormat.hash(secret), key(KeyStatus.ACTIVE, null));
        List<String> logged = new CopyOnWriteArrayList<>();
        HttpResponse<String> answer = Logged.during("dev.tollgate.edge", logged, () -> call(body("m", "")));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("\"type\":\"server_error\"")
                .contains("\"code\":\"internal_error\"")
                .contains("\"param\":null");
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        assertThat(logged).filteredOn(line -> line.contains(id)).hasSize(1);
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
    }

    @Test
    void whatIsHeldIsLetGoWhereTheDispatchOfAnAdmittedRequestFails() {
        limits(SMALL);
        for (String more : List.of("", ",\"stream\":true")) {
            HttpResponse<String> answer = call(body("foreign", more));
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("internal_error").doesNotContain("foreign");
        }
        assertThat(gauge("tollgate.credit.reserved.nanocredits")).isZero();
        assertThat(gauge("tollgate.edge.streams")).isZero();
        await().untilAsserted(() ->
                assertThat(corrections()).flatExtracting(Correction::release).contains(subject(), subject()));
        assertThat(world.records(account)).isEmpty();
    }

    @Test
    void aClientThatLeftWhileItWasAdmittedHoldsNothing() throws Exception {
        limits(SMALL);
        world.permitGate = new CountDownLatch(1);
        try (Socket client = raw(body("m", ""))) {
            await().until(() -> permitAsks().size() == 1 && gauge("tollgate.credit.reserved.nanocredits") > 0);
            assertThat(client.isClosed()).isFalse();
        }
        world.permitGate.countDown();
        await().until(() -> gauge("tollgate.credit.reserved.nanocredits") == 0);
        await().until(() ->
                corrections().stream().anyMatch(one -> !one.release().isEmpty()));
        assertThat(world.provider.bodies).isEmpty();
        assertThat(world.done(account)).isNull();
    }

    @Test
    void rule15TokensAreEstimatedByWhatSuchAnswersUsuallyTake() {
        limits(SMALL);
        call(body("m", ""));
        long first = permitAsks().getFirst().tokens();
        assertThat(first).isGreaterThan(World.OUTPUT_BOUND);
        for (int i = 0; i < 8; i++) {
            world.provider.script.add(Provider.plain(9, 40));
            assertThat(call(body("m", "")).statusCode()).isEqualTo(200);
        }
        call(body("m", ""));
        assertThat(permitAsks().getLast().tokens()).isEqualTo(first - World.OUTPUT_BOUND + 40);
        call(body("m", ",\"max_tokens\":20"));
        assertThat(permitAsks().getLast().tokens()).isLessThan(40);
    }

    @Test
    void rule15AFreeModelsAnswersAreLearnedFromToo() {
        limits(SMALL);
        for (int i = 0; i < 9; i++) {
            world.provider.script.add(Provider.plain(9, 40));
            call(body("gratis", ""));
        }
        call(body("gratis", ""));
        assertThat(permitAsks().getLast().tokens()).isBetween(41L, 100L);
    }

    @Test
    void rule10AFreeModelNeedsNoCredit() {
        world.free.put(account, 0L);
        assertThat(call(body("gratis", "")).statusCode()).isEqualTo(200);
        assertThat(leaseAsks()).isEmpty();
        await().atMost(Duration.ofSeconds(3)).until(() -> world.done(account) != null);
        assertThat(world.done(account).charge()).isZero();
        assertThat(world.done(account).quantities()).containsEntry("output", 3L);
    }

    @Test
    void aWarmRequestWithoutLimitsMakesNoCall() {
        call(body("gratis", ""));
        double before = waitedCalls();
        call(body("gratis", ""));
        assertThat(waitedCalls()).isEqualTo(before);
    }

    @Test
    void aWarmRequestWithSmallLimitsMakesOneCall() {
        limits(SMALL);
        call(body("gratis", ""));
        double before = waitedCalls();
        call(body("gratis", ""));
        assertThat(waitedCalls()).isEqualTo(before + 1);
    }

    private Subject subject() {
        return new Subject(SubjectKind.KEY, keyId, account);
    }
}
