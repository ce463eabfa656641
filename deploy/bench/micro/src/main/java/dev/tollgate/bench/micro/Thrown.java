package dev.tollgate.bench.micro;

import dev.tollgate.edge.provider.spi.AnswerWriter;

/// Takes an answer and keeps nothing of it.
public final class Thrown implements AnswerWriter {
    private long taken;

    @Override
    public void begin() {
        taken++;
    }

    @Override
    public void json(byte[] bytes, int from, int to) {
        taken += to - from;
    }

    @Override
    public void text(byte[] bytes, int from, int to) {
        taken += to - from;
    }

    @Override
    public void tokens(long tokens) {
        taken += tokens;
    }

    @Override
    public void end() {
        taken++;
    }

    /// Something of all that came, so that it is not optimised away.
    public long taken() {
        return taken;
    }
}
