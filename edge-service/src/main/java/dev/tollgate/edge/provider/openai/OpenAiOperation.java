package dev.tollgate.edge.provider.openai;

import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.CallBody;
import dev.tollgate.edge.provider.spi.Operation;
import dev.tollgate.edge.provider.spi.Translation;
import dev.tollgate.edge.provider.spi.Upstream;

/// One operation in OpenAI's dialect.
interface OpenAiOperation {
    Operation operation();

    Translation translate(CallBody body, Upstream upstream);

    AnswerReader reader(CallBody body);

    /// A body of another operation never comes here.
    static IllegalArgumentException notSpoken(CallBody body) {
        return new IllegalArgumentException("not spoken here: " + body.operation());
    }
}
