package dev.tollgate.edge.provider.spi;

/// Takes what a reader makes of an answer: [#begin], the JSON in any number of parts, [#end]. In between, or
/// before, the reader tells which text of it the model has written, for that is what a caller pays for.
///
/// Whatever is told and written and not ended by [#end] is dropped when the reading fails.
public interface AnswerWriter {
    /// Begins a chunk of a stream, or the one object of a plain answer.
    void begin();

    /// The same, of a stream whose events have names.
    default void begin(String event) {
        begin();
    }

    /// A part of its JSON. In a stream, one line: no CR and no LF.
    void json(byte[] bytes, int from, int to);

    /// A piece of text by the model (content, reasoning, refusal, arguments of a call), as JSON writes it, without
    /// its quotes. Told, not written.
    void text(byte[] bytes, int from, int to);

    /// Output that is no text (a picture, a piece of speech), in tokens. Told, not written.
    void tokens(long tokens);

    /// The chunk is complete.
    void end();
}
