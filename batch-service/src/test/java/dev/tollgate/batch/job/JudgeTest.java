package dev.tollgate.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final byte[] BODY = {'{', '}'};
    private final Judge judge = new Judge(3, Duration.ofSeconds(30), Duration.ofMinutes(5));

    @Test
    void whatARequestIsToBlameForIsItsAnswer() {
        for (int status : new int[] {200, 400, 401, 403, 404, 413}) {
            assertThat(judge.of(answer(status, "any", null), 0)).isEqualTo(new Verdict.Answered(status, "id", BODY));
        }
    }

    @Test
    void aLimitHoldsTheWholeBatchBackForAsLongAsItSays() {
        assertThat(judge.of(answer(429, "rate_limit_exceeded", 7L), 0)).isEqualTo(later(7, false, true));
        assertThat(judge.of(answer(503, "service_unavailable", 2L), 9)).isEqualTo(later(2, false, true));
        assertThat(judge.of(answer(429, "rate_limit_exceeded", 86_400L), 0))
                .as("nobody waits longer than five minutes before asking again")
                .isEqualTo(later(300, false, true));
    }

    @Test
    void aRequestThatNoLimitWillEverAdmitIsAnswered() {
        EdgeAnswer never = new EdgeAnswer(429, "id", Optional.empty(), true, BODY, "rate_limit_exceeded");

        assertThat(judge.of(never, 0)).isInstanceOf(Verdict.Answered.class);
    }

    @Test
    void withoutCreditTheBatchWaits() {
        assertThat(judge.of(answer(402, "insufficient_balance", null), 0)).isEqualTo(later(30, false, true));
    }

    @Test
    void aProviderThatIsAwayHoldsItsOwnLinesBackLongerAndLonger() {
        assertThat(judge.of(answer(503, "upstream_error", 1L), 0)).isEqualTo(later(1, true, false));
        assertThat(judge.of(answer(503, "upstream_error", 1L), 4)).isEqualTo(later(16, true, false));
        assertThat(judge.of(answer(503, "upstream_error", null), 30)).isEqualTo(later(300, false, false));
    }

    @Test
    void otherFailuresAreTriedAgainAFewTimes() {
        assertThat(judge.of(answer(502, "upstream_error", null), 1)).isEqualTo(later(2, true, false));
        assertThat(judge.of(answer(504, "upstream_timeout", null), 2)).isInstanceOf(Verdict.Answered.class);
    }

    @Test
    void aRequestUnderWayIsWaitedForAndOneWhoseAnswerIsLostIsNotAskedAgain() {
        assertThat(judge.of(answer(409, "request_in_progress", 1L), 0)).isEqualTo(later(1, false, false));
        assertThat(judge.of(answer(409, "conflict", null), 0)).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void anAnswerThatIsTooLargeIsToldAsSuch() {
        EdgeAnswer large = new EdgeAnswer(200, "id", Optional.empty(), false, null, "");

        assertThat(judge.of(large, 0)).isInstanceOf(Verdict.Lost.class);
    }

    private static Verdict later(long seconds, boolean counts, boolean batch) {
        return new Verdict.Later(Duration.ofSeconds(seconds), counts, batch);
    }

    private static EdgeAnswer answer(int status, String code, @Nullable Long retryAfter) {
        return new EdgeAnswer(status, "id", Optional.ofNullable(retryAfter), false, BODY, code);
    }
}
