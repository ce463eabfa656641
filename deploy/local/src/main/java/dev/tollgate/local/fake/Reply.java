package dev.tollgate.local.fake;

import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.stream.Stream;

/// An answer of status 200 before pace and fault are put on it.
public sealed interface Reply {

    String EVENTS = "text/event-stream; charset=utf-8";
    String JSON = "application/json";

    String contentType();

    /// What `fault-error-frame` sends: the dialect's error, as a body or as an event.
    Buffer error();

    /// An answer in one piece.
    ///
    /// @param units how many pauses of the script's pace it takes
    record Whole(String contentType, Buffer body, long units, Buffer error) implements Reply {}

    /// An answer in pieces, made as they are pulled: a pause before each but the first, back-pressure between them. The
    /// last piece is the end mark: `fault-no-done` leaves it out.
    ///
    /// @param beforeFault how many pieces are sent before a fault of the middle
    record Parts(String contentType, Iterator<Buffer> pieces, int beforeFault, Buffer error) implements Reply {

        private static final int WORDS_BEFORE_FAULT = 6;

        /// Server-sent events, whole frames with their blank line.
        public static Parts events(Stream<String> frames, String error) {
            return events(frames, WORDS_BEFORE_FAULT, error);
        }

        public static Parts events(Stream<String> frames, int beforeFault, String error) {
            return new Parts(EVENTS, frames.map(Buffer::buffer).iterator(), beforeFault, Buffer.buffer(error));
        }
    }
}
