package dev.tollgate.edge.guard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.http.Headers;
import dev.tollgate.edge.endpoint.ModelRequest;
import dev.tollgate.edge.endpoint.Reading;
import dev.tollgate.edge.endpoint.Source;
import dev.tollgate.edge.guard.Guard.Step;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.relay.AnswerGuard;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One request of a group with guardrails. Lives on the request's event loop.
public final class GuardedCall implements AnswerGuard {
    private static final Logger LOG = Logger.getLogger(GuardedCall.class);
    private static final String EVENTS = "text/event-stream";
    private static final String TEXT = "text/";
    private static final ServiceError UNREADABLE =
            new ServiceError(ErrorCode.GUARDRAIL_UNAVAILABLE, "Guardrails cannot read the answer.");

    /// What became of the caller's words.
    public sealed interface Before {
        /// @param asked as it goes on
        record Passed(ModelRequest asked) implements Before {}

        record Refused(ServiceError error) implements Before {}
    }

    private final Guard guard;
    private final Facts facts;
    private final Passage passage;
    private final Set<String> acted = new LinkedHashSet<>();

    GuardedCall(Guard guard, Facts facts, Passage passage) {
        this.guard = guard;
        this.facts = facts;
        this.passage = passage;
    }

    /// Whether what the caller says is looked at.
    public boolean looksBefore() {
        return !guard.before().isEmpty();
    }

    /// What stands before the caller's answer, or null.
    public @Nullable AnswerGuard ofAnswer() {
        return guard.after().isEmpty() && acted.isEmpty() ? null : this;
    }

    /// @param source of the request; null where it has no words
    public Future<Before> before(ModelRequest asked, @Nullable Source source) {
        return source == null ? Future.succeededFuture(new Before.Passed(asked)) : look(asked, source);
    }

    private Future<Before> look(ModelRequest asked, Source source) {
        JsonTexts said = JsonTexts.of(source.json().get(), TextPlaces.asked(facts.operation()));
        if (said == null) {
            return Future.succeededFuture(new Before.Refused(
                    new ServiceError(ErrorCode.INVALID_JSON, "Guardrails cannot read the request.")));
        }
        List<String> texts = said.texts();
        return passage.pass(guard.before(), Phase.BEFORE, facts, texts, acted::add)
                .map(outcome -> switch (outcome) {
                    case Passage.Outcome.Refused(ServiceError error, boolean content) -> new Before.Refused(error);
                    case Passage.Outcome.Passed(List<String> passed) ->
                        passed.equals(texts)
                                ? new Before.Passed(asked)
                                : again(source.reader().apply(said.with(passed)));
                });
    }

    /// What was put in may be more than is taken, or nothing where there must be something.
    private static Before again(Reading reading) {
        return switch (reading) {
            case Reading.Parsed(ModelRequest request) -> new Before.Passed(request);
            case Reading.Rejected(ServiceError error) -> new Before.Refused(error);
        };
    }

    @Override
    public boolean holdsStreams() {
        return guard.holdsStreams();
    }

    @Override
    public AnswerReader reading(AnswerReader reader) {
        AnswerReader read = reader;
        for (Step step : guard.after()) {
            if (step instanceof Guard.Redacts(String id, Redactor redactor)) {
                read = new RedactingReader(
                        read, redactor, pattern -> redacted(id, pattern), new EventWords(facts.operation()));
            }
        }
        return read;
    }

    private void redacted(String id, String pattern) {
        passage.metrics().replaced(id, pattern);
        if (acted.add(id + "=redacted")) {
            passage.metrics().acted(id, Phase.AFTER, "redacted");
        }
    }

    @Override
    public Future<Judged> judge(String contentType, Buffer answer) {
        return guard.after().isEmpty()
                ? Future.succeededFuture(new Judged.Passed(answer))
                : Future.<Void>succeededFuture()
                        .compose(now -> look(contentType, answer))
                        .otherwise(this::broken);
    }

    /// What goes wrong with us lets nothing pass.
    private Judged broken(Throwable failure) {
        LOG.errorf(failure, "the answer of request %s could not be judged", facts.requestId());
        return new Judged.Refused(UNREADABLE, false);
    }

    private Future<Judged> look(String contentType, Buffer answer) {
        if (contentType.startsWith(EVENTS)) {
            HeldEvents events = HeldEvents.of(answer, new EventWords(facts.operation()));
            return judge(events.texts(), answer, events::with);
        }
        if (contentType.startsWith(TEXT)) {
            return judge(List.of(answer.toString()), answer, texts -> Buffer.buffer(texts.getFirst()));
        }
        JsonTexts said = JsonTexts.of(answer, TextPlaces.answered(facts.operation()));
        return said == null
                ? Future.succeededFuture(new Judged.Refused(UNREADABLE, false))
                : judge(said.texts(), answer, texts -> silenced(said.with(texts)));
    }

    private Future<Judged> judge(List<String> texts, Buffer answer, Function<List<String>, Buffer> otherwise) {
        return passage.pass(guard.after(), Phase.AFTER, facts, texts, acted::add)
                .map(outcome -> switch (outcome) {
                    case Passage.Outcome.Refused(ServiceError error, boolean content) ->
                        new Judged.Refused(error, content);
                    case Passage.Outcome.Passed(List<String> passed) ->
                        new Judged.Passed(passed.equals(texts) ? answer : otherwise.apply(passed));
                });
    }

    /// What tells of a text token by token tells what was taken out of it.
    private static Buffer silenced(Buffer answer) {
        String text = answer.toString();
        ObjectNode json = text.contains("\"logprobs\"") ? EventWords.parsed(text) : null;
        if (json == null) {
            return answer;
        }
        EventWords.silence(json);
        return Buffer.buffer(json.toString());
    }

    @Override
    public Map<String, String> headers() {
        return acted.isEmpty() ? Map.of() : Map.of(Headers.GUARDRAILS, String.join(", ", acted));
    }
}
