package dev.tollgate.e2e;

import java.util.stream.Stream;

/// All that one edge hears of the rest of the suite.
record Lines(Line auth, Line routing, Line billing, Line ratelimit, Line redis) {
    static Lines open() {
        return new Lines(Line.open(), Line.open(), Line.open(), Line.open(), Line.open());
    }

    void mend() {
        Stream.of(auth, routing, billing, ratelimit, redis).forEach(Line::mend);
    }

    void close() {
        Stream.of(auth, routing, billing, ratelimit, redis).forEach(Line::close);
    }
}
