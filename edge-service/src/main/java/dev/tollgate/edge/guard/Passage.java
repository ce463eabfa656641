package dev.tollgate.edge.guard;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.guard.Guard.Step;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;

/// Leads words past guardrails, one after the other: each sees what those before it have made of them.
@Singleton
class Passage {
    /// What came of it.
    sealed interface Outcome {
        record Passed(List<String> texts) implements Outcome {}

        /// @param content whether what was said is why
        record Refused(ServiceError error, boolean content) implements Outcome {}
    }

    private static final String REPLACED = "replaced";
    private static final String REDACTED = "redacted";
    private static final String BLOCKED = "blocked";
    private static final String PASSED = "passed";
    private static final String SKIPPED = "skipped";
    private static final String FAILED = "failed";

    private final Vertx vertx;
    private final GuardConfig config;
    private final HookCalls calls;
    private final GuardMetrics metrics;

    Passage(Vertx vertx, GuardConfig config, HookCalls calls, GuardMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.calls = calls;
        this.metrics = metrics;
    }

    GuardMetrics metrics() {
        return metrics;
    }

    /// Answers on the context of who asks. Never fails for a reason that is a guardrail's.
    ///
    /// @param acted told of each guardrail that did something: `pii=redacted`
    Future<Outcome> pass(List<Step> steps, Phase phase, Facts facts, List<String> texts, Consumer<String> acted) {
        long characters = texts.stream().mapToLong(String::length).sum();
        if (characters > config.textMax().asLongValue()) {
            return Future.succeededFuture(new Outcome.Refused(tooMuch(phase), false));
        }
        return next(steps, new Way(phase, facts, acted), texts);
    }

    private record Way(Phase phase, Facts facts, Consumer<String> acted) {}

    private Future<Outcome> next(List<Step> left, Way way, List<String> texts) {
        if (left.isEmpty() || texts.isEmpty()) {
            return Future.succeededFuture(new Outcome.Passed(texts));
        }
        return one(left.getFirst(), way, texts)
                .compose(outcome -> outcome instanceof Outcome.Passed(List<String> passed)
                        ? next(left.subList(1, left.size()), way, passed)
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome> one(Step step, Way way, List<String> texts) {
        return switch (step) {
            case Guard.Redacts(String id, Redactor redactor) ->
                redacted(id, redactor, texts).map(passed -> {
                    tell(way, id, passed.equals(texts) ? PASSED : REDACTED);
                    return new Outcome.Passed(passed);
                });
            case Guard.Asks(String id, Hook hook) -> {
                long began = System.nanoTime();
                yield calls.ask(hook, way.phase(), way.facts(), texts).map(answer -> {
                    metrics.asked(id, System.nanoTime() - began);
                    return judged(id, hook, way, texts, answer);
                });
            }
            case Guard.Unknown(String id) -> {
                tell(way, id, FAILED);
                yield Future.succeededFuture(unavailable(id));
            }
        };
    }

    private Future<List<String>> redacted(String id, Redactor redactor, List<String> texts) {
        long characters = texts.stream().mapToLong(String::length).sum();
        if (characters <= config.inlineMax().asLongValue()) {
            return Future.succeededFuture(redact(id, redactor, texts));
        }
        return vertx.executeBlocking(() -> redact(id, redactor, texts), false);
    }

    private List<String> redact(String id, Redactor redactor, List<String> texts) {
        return texts.stream()
                .map(text -> redactor.redact(text, pattern -> metrics.replaced(id, pattern)))
                .toList();
    }

    private Outcome judged(String id, Hook hook, Way way, List<String> texts, HookAnswer answer) {
        return switch (answer) {
            case HookAnswer.Allow() -> {
                tell(way, id, PASSED);
                yield new Outcome.Passed(texts);
            }
            case HookAnswer.Replace(List<String> others) -> {
                tell(way, id, REPLACED);
                yield new Outcome.Passed(others);
            }
            case HookAnswer.Block(String reason) -> {
                tell(way, id, BLOCKED);
                yield new Outcome.Refused(blocked(way.phase(), id, reason), true);
            }
            case HookAnswer.Failed(String why) -> {
                metrics.failed(id, why);
                tell(way, id, hook.closed() ? FAILED : SKIPPED);
                yield hook.closed() ? unavailable(id) : new Outcome.Passed(texts);
            }
        };
    }

    private void tell(Way way, String id, String outcome) {
        metrics.acted(id, way.phase(), outcome);
        if (!outcome.equals(PASSED)) {
            way.acted().accept(id + '=' + outcome);
        }
    }

    private static ServiceError blocked(Phase phase, String id, String reason) {
        String what = phase == Phase.BEFORE ? "The request" : "The model's answer";
        return new ServiceError(
                ErrorCode.CONTENT_BLOCKED,
                what + " was blocked by the guardrail '" + id + "'" + (reason.isEmpty() ? "." : ": " + reason));
    }

    private static Outcome unavailable(String id) {
        return new Outcome.Refused(
                new ServiceError(
                        ErrorCode.GUARDRAIL_UNAVAILABLE,
                        "The guardrail '" + id + "' cannot be asked at the moment, and nothing passes without it."),
                false);
    }

    private ServiceError tooMuch(Phase phase) {
        return phase == Phase.BEFORE
                ? new ServiceError(
                        ErrorCode.REQUEST_TOO_LARGE,
                        "There are more than " + config.textMax().asLongValue()
                                + " characters in it, which guardrails cannot look at.")
                : new ServiceError(
                        ErrorCode.GUARDRAIL_UNAVAILABLE, "The answer is longer than guardrails can look at.");
    }
}
