package dev.tollgate.local.fake.openai.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import dev.tollgate.local.fake.Tokens;
import dev.tollgate.local.fake.openai.Rejection;
import dev.tollgate.local.fake.openai.realtime.TurnPlan.FunctionCall;
import org.jspecify.annotations.Nullable;

/// Plays one response: its frame of events around the words, paced, with back-pressure, until it is complete, cancelled
/// or broken as planned.
final class Turn {

    private static final int AUDIO_TOKENS_PER_WORD = 4;

    /// A reset throws away what the client has not read yet: it is given time to.
    private static final long RESET_AFTER_MILLIS = 100;

    private final String id;
    private final Script script;
    private final TurnPlan plan;
    private final Conversation conversation;
    private final Outbox outbox;
    private final TurnEvents events;
    private final StringBuilder said = new StringBuilder();
    private int spoken;
    private boolean running = true;
    private boolean disturbed;

    Turn(String id, Script script, TurnPlan plan, Conversation conversation, Outbox outbox) {
        this.id = id;
        this.script = script;
        this.plan = plan;
        this.conversation = conversation;
        this.outbox = outbox;
        this.events = new TurnEvents(id, conversation.newId(), conversation.id(), plan, outbox);
    }

    String id() {
        return id;
    }

    boolean isRunning() {
        return running;
    }

    void begin() {
        events.begin(conversation.lastId());
        FunctionCall call = plan.call();
        if (call != null) {
            said.append(call.arguments());
            events.call(call);
            finish("completed", null);
        } else {
            speak();
        }
    }

    void cancel() {
        finish("cancelled", details("cancelled").put("reason", "client_cancelled"));
    }

    /// The client has gone.
    void abandon() {
        running = false;
    }

    private void speak() {
        while (running) {
            if (spoken == TurnPlan.WORDS_BEFORE_END && !disturbed && endIsDue()) {
                return;
            }
            if (spoken == plan.words().size()) {
                finish("completed", null);
                return;
            }
            if (outbox.isFull()) {
                outbox.whenDrained(this::speak);
                return;
            }
            String word = plan.words().get(spoken);
            events.word(word, spoken);
            said.append(word);
            spoken++;
            if (plan.paceMillis() > 0) {
                outbox.later(plan.paceMillis(), this::speak);
                return;
            }
        }
    }

    /// Whether what was planned for here has ended the turn.
    private boolean endIsDue() {
        disturbed = true;
        return switch (plan.end()) {
            case NONE -> false;
            case GARBAGE -> {
                outbox.sendRaw("{not json");
                yield false;
            }
            case ERROR_EVENT -> {
                outbox.refuse(Rejection.midway(), null);
                yield false;
            }
            case RESET -> {
                running = false;
                outbox.later(RESET_AFTER_MILLIS, outbox::reset);
                yield true;
            }
            case AWAY -> {
                running = false;
                outbox.goAway();
                yield true;
            }
            case FAIL -> {
                outbox.refuse(Rejection.midway(), null);
                ObjectNode details = details("failed");
                details.putObject("error").put("type", "server_error").put("code", "server_error");
                finish("failed", details);
                yield true;
            }
            case SILENCE -> true;
        };
    }

    private void finish(String status, @Nullable ObjectNode details) {
        running = false;
        boolean whole = status.equals("completed");
        Item item = new Item(events.item(said.toString(), whole ? "completed" : "incomplete"), 0);
        events.end(said.toString(), item.json());
        if (plan.kept()) {
            int at = conversation.append(item);
            conversation.tell("conversation.item.done", at, item);
        }
        ObjectNode usage = script.has(Fault.NO_USAGE) ? null : usage();
        ObjectNode done = events.done(status, details, item.json(), usage);
        outbox.send(done);
        if (plan.twice()) {
            outbox.send(done);
        }
    }

    private ObjectNode usage() {
        long audio = plan.speaks() ? (long) AUDIO_TOKENS_PER_WORD * spoken : 0;
        return TurnUsage.json(plan.input(), Tokens.count(said.toString()), audio);
    }

    private static ObjectNode details(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
