package dev.tollgate.edge.provider.spi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;

/// A request for speech, in PCM: 2,400 bytes are a token.
public record TestSpeech(String model, AnswerForm form) implements SpeechBody {
    @Override
    public boolean stream() {
        return form == AnswerForm.EVENTS;
    }

    @Override
    public Sound sound() {
        return Sound.PCM;
    }

    @Override
    public Buffer rewritten(String upstreamModel) {
        return Buffer.buffer("{\"model\":\"" + upstreamModel + "\"}");
    }

    @Override
    public ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode();
    }
}
