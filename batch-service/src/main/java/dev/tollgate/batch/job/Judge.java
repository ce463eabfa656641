package dev.tollgate.batch.job;

import java.time.Duration;

/// Decides what becomes of a line. Batches give way: what a limit, credit or an outage refuses waits and is not
/// counted; what the request itself is to blame for is its answer. Pure.
///
/// @param triesMax of a line, for errors that are nobody's limit
/// @param creditPause when credit at its end is asked for again
/// @param pauseMax the longest wait
record Judge(int triesMax, Duration creditPause, Duration pauseMax) {
    private static final Duration SOON = Duration.ofSeconds(1);

    /// @param tries counted before this one
    Verdict of(EdgeAnswer answer, int tries) {
        if (answer.body() == null) {
            return new Verdict.Lost(
                    answer.requestId(), "answer_too_large", "The answer is larger than a line's may be.");
        }
        return switch (answer.status()) {
            case 402 -> new Verdict.Later(creditPause, false, true);
            case 409 -> conflict(answer);
            case 429 -> answer.useless() ? answered(answer) : new Verdict.Later(pause(answer), false, true);
            case 503 -> unavailable(answer, tries);
            case 500, 502, 504 -> failed(answer, tries);
            default -> answered(answer);
        };
    }

    /// The edge was not reached, or broke off: nobody knows how far it came. The line's name tells it, next time.
    Verdict unreached() {
        return new Verdict.Later(SOON.multipliedBy(2), false, true);
    }

    private Verdict conflict(EdgeAnswer answer) {
        return switch (answer.code()) {
            case "request_in_progress" -> new Verdict.Later(pause(answer), false, false);
            case "conflict" ->
                new Verdict.Lost(
                        answer.requestId(),
                        "answer_lost",
                        "The request was answered and charged; its answer could not be kept.");
            default -> answered(answer);
        };
    }

    /// A provider that is away is away for its model's lines alone; the suite itself is for all.
    private Verdict unavailable(EdgeAnswer answer, int tries) {
        return answer.code().equals("upstream_error")
                ? new Verdict.Later(longer(pause(answer), backoff(tries)), tries < 10, false)
                : new Verdict.Later(pause(answer), false, true);
    }

    private Verdict failed(EdgeAnswer answer, int tries) {
        return tries + 1 < triesMax
                ? new Verdict.Later(longer(pause(answer), backoff(tries)), true, false)
                : answered(answer);
    }

    private static Verdict answered(EdgeAnswer answer) {
        byte[] body = answer.body();
        return new Verdict.Answered(answer.status(), answer.requestId(), body == null ? new byte[0] : body);
    }

    private Duration pause(EdgeAnswer answer) {
        return shorter(answer.retryAfter().map(Duration::ofSeconds).orElse(SOON), pauseMax);
    }

    private Duration backoff(int tries) {
        return shorter(SOON.multipliedBy(1L << Math.min(tries, 20)), pauseMax);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
