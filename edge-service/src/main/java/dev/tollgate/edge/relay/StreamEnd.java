package dev.tollgate.edge.relay;

import dev.tollgate.contract.billing.v1.UsageFrame.Outcome;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.edge.provider.spi.AnswerReader;
import dev.tollgate.edge.provider.spi.Failure;
import io.vertx.core.buffer.Buffer;

/// How a committed stream ends.
///
/// @param last what the client is sent at last, if it is there
/// @param healthy the provider did its part: a client that left or credit that ran out is not its fault
/// @param whole the provider has said all: its connection may be used again
record StreamEnd(Outcome outcome, Buffer last, boolean healthy, boolean whole) {
    /// The client had left before.
    static final StreamEnd DRAINED = new StreamEnd(Outcome.CANCELLED, AnswerReader.DONE, true, true);
    static final StreamEnd CANCELLED = new StreamEnd(Outcome.CANCELLED, AnswerReader.DONE, true, false);

    static StreamEnd completed(AnswerReader reader) {
        return new StreamEnd(Outcome.COMPLETED, reader.closing(), true, true);
    }

    static StreamEnd interrupted(Outcome outcome, ServiceError error, Answering answering) {
        return new StreamEnd(outcome, answering.failed(error), true, false);
    }

    static StreamEnd brokenOff(Failure failure, Answering answering) {
        ServiceError told = failure instanceof Failure.TimedOut
                ? new ServiceError(ErrorCode.UPSTREAM_TIMEOUT, "The provider fell silent.")
                : new ServiceError(ErrorCode.UPSTREAM_ERROR, "The provider's stream broke off.");
        return new StreamEnd(Outcome.UPSTREAM_FAILED, answering.failed(told), false, false);
    }
}
