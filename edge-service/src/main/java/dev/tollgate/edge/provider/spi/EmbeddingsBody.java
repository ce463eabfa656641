package dev.tollgate.edge.provider.spi;

/// Texts to be made vectors of, as the caller asked for it.
public interface EmbeddingsBody extends JsonBody {
    /// Whether the vectors are to come as base64 of little-endian floats, not as arrays of numbers. SDKs ask for it
    /// unless told otherwise.
    boolean base64();

    /// Whether texts are given as arrays of a tokenizer's numbers: only its owner can read them.
    boolean tokenized();

    @Override
    default Operation operation() {
        return Operation.EMBEDDINGS;
    }

    @Override
    default AnswerForm form() {
        return AnswerForm.OBJECT;
    }
}
