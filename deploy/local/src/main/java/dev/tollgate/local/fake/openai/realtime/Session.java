package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.openai.Rejection;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One client's session: takes its events one by one, in order.
final class Session {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final short NORMAL = 1000;

    private final Script script;
    private final Outbox outbox;
    private final SessionSettings settings;
    private final Conversation conversation;
    private final InputAudio audio;
    private @Nullable Turn turn;
    private int turns;

    Session(String id, String model, Script script, Outbox outbox) {
        this.script = script;
        this.outbox = outbox;
        this.settings = new SessionSettings("sess_" + id, model);
        this.conversation = new Conversation(id, outbox);
        this.audio = new InputAudio(outbox, conversation, settings);
    }

    void begin(ServerWebSocket socket) {
        socket.textMessageHandler(this::receive);
        socket.binaryMessageHandler(bytes -> {
            outbox.got("binary");
            outbox.refuse(Rejection.invalid("Binary messages are not supported.", null, "invalid_event"), null);
        });
        socket.closeHandler(closed -> ended(socket));
        socket.exceptionHandler(broken -> ended(socket));
        ObjectNode created = outbox.event("session.created");
        created.set("session", settings.toJson());
        outbox.send(created);
    }

    private void ended(ServerWebSocket socket) {
        Short code = socket.closeStatusCode();
        outbox.exchange()
                .entry()
                .note("close_code", JsonNodeFactory.instance.numberNode(code == null ? 0 : code.intValue()));
        if (code != null && code == NORMAL) {
            outbox.exchange().entry().completed();
        } else {
            outbox.exchange().entry().closed();
        }
        if (turn != null) {
            turn.abandon();
        }
    }

    private void receive(String text) {
        JsonNode event;
        try {
            event = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            outbox.got("not JSON");
            outbox.refuse(Rejection.invalid("The event is not valid JSON.", null, "invalid_json"), null);
            return;
        }
        outbox.got(event.path("type").asText());
        String id = event.path("event_id").isTextual() ? event.get("event_id").textValue() : null;
        EventCheck.check(event).or(() -> perform(event)).ifPresent(refused -> outbox.refuse(refused, id));
    }

    private Optional<Rejection> perform(JsonNode event) {
        return switch (event.get("type").textValue()) {
            case "session.update" -> settings.update(event.get("session"), outbox);
            case "conversation.item.create" -> conversation.create(event);
            case "conversation.item.delete" -> conversation.delete(event);
            case "conversation.item.retrieve" -> conversation.retrieve(event);
            case "conversation.item.truncate" -> conversation.truncate(event);
            case "input_audio_buffer.append" -> audio.append(event);
            case "input_audio_buffer.commit" -> audio.commit();
            case "input_audio_buffer.clear" -> audio.clear();
            case "response.cancel" -> cancel();
            default -> respond(event.path("response"));
        };
    }

    private Optional<Rejection> respond(JsonNode asked) {
        if (turn != null && turn.isRunning()) {
            String message = "Conversation already has an active response in progress: " + turn.id()
                    + ". Wait until the response is finished before creating a new one.";
            return Optional.of(Rejection.invalid(message, null, "conversation_already_has_active_response"));
        }
        turns++;
        TurnPlan plan = TurnPlan.of(settings, conversation, asked, script);
        turn = new Turn("resp_demo" + turns, script, plan, conversation, outbox);
        turn.begin();
        return Optional.empty();
    }

    private Optional<Rejection> cancel() {
        if (turn != null && turn.isRunning()) {
            turn.cancel();
            return Optional.empty();
        }
        String message = "Cancellation failed: no active response found";
        return Optional.of(Rejection.invalid(message, null, "response_cancel_not_active"));
    }
}
