package dev.tollgate.edge.error;

import dev.tollgate.contract.error.ServiceError;
import io.vertx.core.buffer.Buffer;

/// How errors are told in the format that a caller speaks. Statuses are the same in all of them.
@SuppressWarnings("ClassInitializationDeadlock") // The formats have no static state, and are made here alone.
public interface ErrorFormat {
    /// The one envelope, which all paths speak that have no other.
    ErrorFormat OPENAI = new OpenAiErrors();

    /// Of Anthropic's paths.
    ErrorFormat ANTHROPIC = new AnthropicErrors();

    /// Of responses: the envelope, and in a stream an event.
    ErrorFormat RESPONSES = new ResponsesErrors();

    /// The whole of an answer.
    Buffer answer(ServiceError error, String requestId);

    /// The last frame of a stream, its blank line included: nothing comes behind it.
    Buffer frame(ServiceError error, String requestId);

    /// The same, where a stream's events are numbered.
    ///
    /// @param events that came before it
    default Buffer frame(ServiceError error, String requestId, long events) {
        return frame(error, requestId);
    }
}
