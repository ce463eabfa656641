package dev.tollgate.edge.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ErrorType;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.access.RequestLog;
import dev.tollgate.edge.credit.ReserveOutcome;
import dev.tollgate.edge.dispatch.Dialed;
import dev.tollgate.edge.dispatch.Running;
import dev.tollgate.edge.pipeline.Call;
import dev.tollgate.edge.provider.spi.RealtimeDialect;
import dev.tollgate.edge.provider.spi.RealtimeEvent;
import dev.tollgate.edge.relay.Gate;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A session under way: reads each side's events, one at a time and in order, keeps the books, and relays. Lives on
/// one event loop, to which both sockets belong.
final class Session implements Running {
    private static final Logger LOG = Logger.getLogger(Session.class);
    private static final Future<Void> DONE = Future.succeededFuture();
    private static final ServiceError BAD_ANSWER =
            new ServiceError(ErrorCode.UPSTREAM_BAD_ANSWER, "The provider's answer could not be understood.");
    private static final ServiceError UPSTREAM_GONE =
            new ServiceError(ErrorCode.UPSTREAM_ERROR, "The provider ended the session.");
    private static final ServiceError TEXT_ONLY =
            new ServiceError(ErrorCode.INVALID_TYPE, "Events are JSON in text messages.");
    private static final ServiceError TOO_LARGE =
            new ServiceError(ErrorCode.REQUEST_TOO_LARGE, "The message is too large.");

    private final Call call;
    private final SessionTools tools;
    private final RealtimeDialect dialect;
    private final String upstreamModel;
    private final Side client;
    private final Side provider;
    private final Answers answers;
    private final Turns turns = new Turns();
    private final Conversation conversation = new Conversation();
    private final Context context;
    private final SessionEnd end;
    private final SessionClock clock;
    private final long modelBound;
    private long outputBound;
    private boolean draining;

    /// @param onEnd told once, when all is settled
    Session(
            Call call,
            SessionTools tools,
            Dialed.Connected dialed,
            ServerWebSocket client,
            Standby standby,
            Consumer<Reason> onEnd) {
        this.call = call;
        this.tools = tools;
        this.dialect = dialed.dialect();
        this.upstreamModel = dialed.target().deployment().upstreamModel();
        this.client = new Side(client);
        this.provider = new Side(dialed.socket());
        this.answers = new Answers(call, dialed.target(), tools.desk(), tools.snapshots(), standby);
        this.context = tools.vertx().getOrCreateContext();
        this.modelBound = call.route().model().outputBound();
        this.outputBound = modelBound;
        this.end = new SessionEnd(tools, this.client, this.provider, turns, standby, onEnd);
        this.clock = new SessionClock(tools.config(), this.client, this.provider);
    }

    /// Both sockets are paused.
    void begin() {
        ServerWebSocket caller = (ServerWebSocket) client.socket();
        caller.textMessageHandler(text -> client.holdUntil(step(() -> said(text))));
        caller.binaryMessageHandler(bytes -> end.end(Reason.UNREADABLE, ErrorEvents.of(TEXT_ONLY, null)));
        caller.exceptionHandler(failure -> failed(failure, Reason.TOO_LARGE, TOO_LARGE));
        caller.closeHandler(closed -> end.end(Reason.CLIENT, null));
        WebSocket upstream = (WebSocket) provider.socket();
        upstream.textMessageHandler(text -> provider.holdUntil(step(() -> told(text))));
        upstream.binaryMessageHandler(bytes -> end.end(Reason.PROVIDER_FAILED, ErrorEvents.of(BAD_ANSWER, null)));
        upstream.exceptionHandler(failure -> failed(failure, Reason.PROVIDER_FAILED, BAD_ANSWER));
        upstream.closeHandler(closed -> providerGone(upstream.closeStatusCode()));
        end.watch(tools.vertx().setPeriodic(tools.config().lookInterval().toMillis(), tick -> look()));
        caller.resume();
        upstream.resume();
    }

    /// A message beyond the bound; of a lost connection the close handler tells.
    private void failed(Throwable failure, Reason reason, ServiceError error) {
        LOG.debugf("a socket of session %s failed: %s", call.exchange().id(), failure.toString());
        if (failure instanceof IllegalStateException) {
            end.end(reason, ErrorEvents.of(error, null));
        }
    }

    /// One event. What goes wrong unexpectedly ends the session.
    private Future<Void> step(Supplier<Future<Void>> event) {
        Future<Void> done;
        try {
            done = event.get();
        } catch (RuntimeException e) {
            done = Future.failedFuture(e);
        }
        return done.recover(failure -> {
            RequestLog.about(
                    call.exchange().id(),
                    () -> LOG.errorf(
                            failure,
                            "session %s failed unexpectedly",
                            call.exchange().id()));
            ServiceError error = new ServiceError(ErrorCode.INTERNAL_ERROR, "Something went wrong on our side.");
            end.end(Reason.BROKEN, ErrorEvents.of(error, null));
            return DONE;
        });
    }

    private Future<Void> said(String text) {
        client.heard();
        clock.heard();
        tools.metrics().fromClient();
        if (end.isEnding()) {
            return DONE;
        }
        return switch (tools.events().read(text)) {
            case ClientEvent.Malformed(String why) -> tell(new ServiceError(ErrorCode.INVALID_JSON, why), null);
            case ClientEvent.Create create -> create(create, text);
            case ClientEvent.Update update -> update(update, text);
            case ClientEvent.Audio audio -> {
                conversation.sentAudio(text.length());
                yield forward(text);
            }
            case ClientEvent.Other other -> {
                conversation.sentText(text.length());
                yield forward(text);
            }
        };
    }

    /// Nothing is sent for a response that is not recorded and paid for.
    private Future<Void> create(ClientEvent.Create create, String text) {
        if (draining) {
            return tell(OpenSessions.SHUTTING_DOWN, create.id());
        }
        if (turns.count() >= tools.config().responsesMax()) {
            return tell(
                    new ServiceError(
                            ErrorCode.RATE_LIMIT_EXCEEDED, "Too many responses are under way in this session."),
                    create.id());
        }
        Long own = create.bound();
        conversation.sentText(text.length());
        return answers.begin(conversation.tokens(), own == null ? outputBound : own, false)
                .compose(begun -> switch (begun) {
                    case Begun.Admitted(Turn turn) when end.isEnding() -> end.refused(turn);
                    case Begun.Admitted(Turn turn) -> {
                        turns.asked(create.id(), turn);
                        provider.send(text, client);
                        fund();
                        yield DONE;
                    }
                    case Begun.Limited(ServiceError error) -> tell(error, create.id());
                    case Begun.Impossible(ServiceError error) -> impossible(error, create.id());
                });
    }

    /// The model's name is the provider's there; another model would have other prices.
    private Future<Void> update(ClientEvent.Update update, String text) {
        conversation.sentText(text.length());
        String model = update.model();
        if (model != null && !model.equals(call.asked().model())) {
            return tell(
                    new ServiceError(
                            ErrorCode.INVALID_VALUE, "The model of a session cannot be changed.", "session.model"),
                    update.id());
        }
        Long bound = update.bound();
        if (bound != null) {
            // Until the provider confirms it, responses may have either bound.
            outputBound = Math.max(outputBound, Math.min(bound, modelBound));
        }
        if (model == null) {
            return forward(text);
        }
        update.event().withObject("session").put("model", upstreamModel);
        return forward(update.event().toString());
    }

    private Future<Void> told(String text) {
        provider.heard();
        clock.heard();
        tools.metrics().fromProvider();
        ObjectNode event = tools.read(text);
        if (event == null) {
            end.end(Reason.PROVIDER_FAILED, ErrorEvents.of(BAD_ANSWER, null));
            return DONE;
        }
        return switch (dialect.read(event)) {
            case RealtimeEvent.Terms(Long bound) -> terms(event, bound);
            case RealtimeEvent.ResponseStarted(String id) -> turn(id).compose(turn -> relay(text));
            case RealtimeEvent.Delivered piece -> turn(piece.id()).compose(turn -> deliver(turn, piece, text));
            case RealtimeEvent.ResponseDone done -> done(done, text);
            case RealtimeEvent.Transcribed(String id, Quantities usage) -> transcribed(id, usage, text);
            case RealtimeEvent.Refused(String cause) -> {
                Turn turn = turns.refused(cause);
                yield (turn == null ? DONE : end.refused(turn)).compose(settled -> relay(text));
            }
            case RealtimeEvent.Other other -> relay(text);
        };
    }

    private Future<Void> terms(ObjectNode event, @Nullable Long bound) {
        outputBound = bound == null ? modelBound : Math.min(bound, modelBound);
        if (event.path("session").path("model").isTextual()) {
            event.withObject("session").put("model", call.asked().model());
        }
        return fund().compose(funded -> relay(event.toString()));
    }

    /// The books of a response that the provider has begun, be it asked for or not. Null once the session ends.
    private Future<@Nullable Turn> turn(String id) {
        Turn known = turns.started(id);
        if (known != null || end.isEnding()) {
            return Future.succeededFuture(known);
        }
        return answers.begin(conversation.tokens(), outputBound, true).compose(begun -> switch (begun) {
            case Begun.Admitted(Turn turn) -> {
                turns.running(id, turn);
                ServiceError limit = turn.limit();
                if (limit != null) {
                    client.tell(ErrorEvents.of(limit, null));
                    provider.tell(SessionEnd.cancel(id));
                }
                fund();
                yield Future.succeededFuture(turn);
            }
            case Begun.Limited(ServiceError error) -> impossible(error, null).mapEmpty();
            case Begun.Impossible(ServiceError error) -> impossible(error, null).mapEmpty();
        });
    }

    private Future<Void> deliver(@Nullable Turn turn, RealtimeEvent.Delivered piece, String text) {
        return turn == null || turn.limit() != null || end.isEnding()
                ? DONE
                : pass(turn, turn.mayDeliver(piece.text(), piece.audioTokens()), text);
    }

    private Future<Void> pass(Turn turn, Gate gate, String text) {
        return switch (gate) {
            case Gate.Go go -> {
                turn.wasDelivered();
                yield relay(text);
            }
            case Gate.Wait(Future<Gate> then) -> then.compose(next -> pass(turn, next, text));
            case Gate.Stop(ServiceError error) -> impossible(error, null);
        };
    }

    /// The caller sees the end of a response only when it is in the books (rules 18).
    private Future<Void> done(RealtimeEvent.ResponseDone done, String text) {
        if (!turns.isNew("response " + done.id())) {
            return relay(text);
        }
        return turn(done.id()).compose(turn -> {
            turns.over(done.id());
            Quantities usage = done.usage();
            if (usage != null) {
                conversation.answered(usage);
            }
            if (turn == null) {
                return DONE;
            }
            if (end.isEnding()) {
                return end.settle(turn, usage);
            }
            return turn.end(SessionEnd.outcomeOf(done), usage)
                    .compose(kept -> relay(text), failure -> impossible(tools.unrecorded(), null))
                    .compose(told -> fund());
        });
    }

    private Future<Void> transcribed(String id, Quantities usage, String text) {
        if (usage.isEmpty() || end.isEnding() || !turns.isNew("transcription " + id)) {
            return relay(text);
        }
        return answers.beginBeside(outputBound).compose(begun -> switch (begun) {
            case Begun.Admitted(Turn turn) -> {
                turn.began();
                yield turn.end(Outcome.COMPLETED, usage)
                        .compose(kept -> relay(text), failure -> impossible(tools.unrecorded(), null))
                        .compose(told -> fund());
            }
            case Begun.Limited(ServiceError error) -> impossible(error, null);
            case Begun.Impossible(ServiceError error) -> impossible(error, null);
        });
    }

    /// Holds credit for the next response. While one is under way, more may come free with its end: only a session
    /// at rest ends for want of it.
    private Future<Void> fund() {
        if (draining && turns.isIdle()) {
            end.end(Reason.DRAINED, ErrorEvents.of(OpenSessions.SHUTTING_DOWN, null));
        }
        if (end.isEnding()) {
            return DONE;
        }
        return answers.fund(outputBound).compose(outcome -> switch (outcome) {
            case ReserveOutcome.Reserved reserved -> DONE;
            case ReserveOutcome.Refused(ServiceError error, long retryAfterMillis) ->
                turns.isIdle() ? impossible(error, null) : DONE;
            // Billing is away: what is begun now will be refused, what runs goes on (rules 8).
            case ReserveOutcome.Unavailable away -> DONE;
        });
    }

    private void look() {
        switch (clock.look()) {
            case GO_ON -> step(() -> turns.isIdle() ? fund() : DONE);
            case CLIENT_GONE -> end.end(Reason.CLIENT, null);
            case PROVIDER_GONE -> end.end(Reason.PROVIDER_FAILED, ErrorEvents.of(UPSTREAM_GONE, null));
            case IDLE ->
                end.end(
                        Reason.IDLE,
                        ErrorEvents.expired("session_idle", "Nothing was said in this session for too long."));
            case EXPIRED ->
                end.end(
                        Reason.EXPIRED,
                        ErrorEvents.expired("session_expired", "This session reached its maximum duration."));
        }
    }

    private void providerGone(@Nullable Short code) {
        boolean inOrder = turns.isIdle() && code != null && (code == 1000 || code == 1001);
        if (inOrder) {
            end.end(Reason.PROVIDER, null);
        } else {
            end.end(Reason.PROVIDER_FAILED, ErrorEvents.of(UPSTREAM_GONE, null));
        }
        end.providerGone();
    }

    private Future<Void> impossible(ServiceError error, @Nullable String cause) {
        Reason reason = error.code().type() == ErrorType.BILLING ? Reason.CREDIT : Reason.BROKEN;
        end.end(reason, ErrorEvents.of(error, cause));
        return DONE;
    }

    private Future<Void> tell(ServiceError error, @Nullable String cause) {
        client.tell(ErrorEvents.of(error, cause));
        return DONE;
    }

    private Future<Void> forward(String text) {
        provider.send(text, client);
        return DONE;
    }

    private Future<Void> relay(String text) {
        if (!end.isEnding()) {
            client.send(text, provider);
        }
        return DONE;
    }

    @Override
    public void revoke(ServiceError error) {
        context.runOnContext(here -> end.end(Reason.REVOKED, ErrorEvents.of(error, null)));
    }

    /// Ends it at a shutdown: at once when there is no more time, else as soon as nothing is under way.
    void drain(boolean now) {
        context.runOnContext(here -> {
            draining = true;
            if (now || turns.isIdle()) {
                end.end(Reason.DRAINED, ErrorEvents.of(OpenSessions.SHUTTING_DOWN, null));
            }
        });
    }
}
