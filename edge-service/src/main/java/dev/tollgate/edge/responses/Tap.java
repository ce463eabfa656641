package dev.tollgate.edge.responses;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/// Catches the objects that a reader writes; what it tells of the model's text passes.
final class Tap implements AnswerWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AnswerWriter out;
    private final Consumer<ObjectNode> sink;
    private final ByteArrayOutputStream object = new ByteArrayOutputStream(512);
    private boolean unreadable;

    Tap(AnswerWriter out, Consumer<ObjectNode> sink) {
        this.out = out;
        this.sink = sink;
    }

    /// Whether something came that is no JSON object.
    boolean isUnreadable() {
        return unreadable;
    }

    @Override
    public void begin() {
        object.reset();
    }

    @Override
    public void json(byte[] bytes, int from, int to) {
        object.write(bytes, from, to - from);
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        out.text(bytes, from, to);
    }

    @Override
    public void tokens(long tokens) {
        out.tokens(tokens);
    }

    @Override
    public void end() {
        try {
            if (JSON.readTree(object.toByteArray()) instanceof ObjectNode tree) {
                sink.accept(tree);
            } else {
                unreadable = true;
            }
        } catch (IOException e) {
            unreadable = true;
        }
    }
}
