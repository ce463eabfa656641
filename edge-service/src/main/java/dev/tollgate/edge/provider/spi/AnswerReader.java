package dev.tollgate.edge.provider.spi;

import dev.tollgate.contract.billing.v1.Quantities;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// Reads one attempt's answer of status 200 and says it in OpenAI's words. Each attempt has its own, used on one
/// event loop only, so that a dialect that has to be translated may keep state from event to event.
///
/// Nothing given to it is kept: the bytes change once a call has returned.
public interface AnswerReader {
    /// How OpenAI's streams end.
    Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    /// Reads an answer that is one JSON object, and writes one object.
    ///
    /// @return never [Reading.More]
    Reading whole(byte[] bytes, int from, int to, AnswerWriter out);

    /// Reads the data of one event, and writes what the caller is to see of it: no chunk, one or several.
    Reading event(byte[] bytes, int from, int to, AnswerWriter out);

    /// The stream has ended without one of its events having said so: whether that is a proper end is the dialect's
    /// to know.
    ///
    /// @return never [Reading.More]
    Reading end(AnswerWriter out);

    /// The last frame of a stream that is complete, its blank line included: held back until the answer is in the
    /// books.
    default Buffer closing() {
        return DONE;
    }

    /// Events written until now, where the caller's format numbers them.
    default long events() {
        return 0;
    }

    /// What the provider has reported until now, cumulative, its classes made disjoint; null when it has reported
    /// nothing.
    @Nullable
    Quantities usage();

    /// What so many bytes of an answer count for that is relayed as they come: output tokens, estimated and
    /// cumulative.
    default long tokens(long bytes) {
        return 0;
    }

    /// Of what [#whole] has written, or of the bytes that are relayed as they come.
    default String contentType() {
        return "application/json";
    }
}
