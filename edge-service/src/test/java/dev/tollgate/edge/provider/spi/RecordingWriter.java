package dev.tollgate.edge.provider.spi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Remembers what a reader wrote and told.
public final class RecordingWriter implements AnswerWriter {
    public final List<String> chunks = new ArrayList<>();
    public final List<String> texts = new ArrayList<>();
    public final List<String> events = new ArrayList<>();
    public long told;
    private ByteArrayOutputStream chunk = new ByteArrayOutputStream();

    @Override
    public void begin() {
        chunk = new ByteArrayOutputStream();
    }

    @Override
    public void json(byte[] bytes, int from, int to) {
        chunk.write(bytes, from, to - from);
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        texts.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void begin(String event) {
        begin();
        events.add(event);
    }

    @Override
    public void tokens(long tokens) {
        told += tokens;
    }

    @Override
    public void end() {
        chunks.add(chunk.toString(StandardCharsets.UTF_8));
    }
}
