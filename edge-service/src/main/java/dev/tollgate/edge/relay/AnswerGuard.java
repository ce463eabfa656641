package dev.tollgate.edge.relay;

import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.provider.spi.AnswerReader;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/// Stands between what a model has said and the caller. What is metered is what the provider delivered.
public interface AnswerGuard {
    /// What becomes of an answer that was held whole.
    sealed interface Judged {
        record Passed(Buffer answer) implements Judged {}

        /// @param charged whether the answer is charged all the same: what it said is why it is refused
        record Refused(ServiceError error, boolean charged) implements Judged {}
    }

    /// Whether streams, too, are held whole, to be judged at their end.
    boolean holdsStreams();

    /// Of a stream that is not held: what it says in the place of what the provider said.
    AnswerReader reading(AnswerReader reader);

    /// Judges an answer that is held whole, on the event loop of who asks. Never fails.
    Future<Judged> judge(String contentType, Buffer answer);

    /// For the answer: what was done until now.
    Map<String, String> headers();
}
