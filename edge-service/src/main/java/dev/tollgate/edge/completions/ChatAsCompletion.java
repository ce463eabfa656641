package dev.tollgate.edge.completions;

import dev.tollgate.contract.billing.v1.Quantities;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.AnswerWriter;
import dev.tollgate.edge.provider.spi.Reading;
import org.jspecify.annotations.Nullable;

/// Reads a chat's answer and says it as a completion. What is counted is what the chat's reader tells.
///
/// @param chat the provider's
record ChatAsCompletion(AnswerReader chat) implements AnswerReader {
    @Override
    public Reading whole(byte[] bytes, int from, int to, AnswerWriter out) {
        return chat.whole(bytes, from, to, new CompletionWords(out));
    }

    @Override
    public Reading event(byte[] bytes, int from, int to, AnswerWriter out) {
        return chat.event(bytes, from, to, new CompletionWords(out));
    }

    @Override
    public Reading end(AnswerWriter out) {
        return chat.end(new CompletionWords(out));
    }

    @Override
    public @Nullable Quantities usage() {
        return chat.usage();
    }
}
