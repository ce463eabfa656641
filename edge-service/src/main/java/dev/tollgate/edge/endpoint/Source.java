package dev.tollgate.edge.endpoint;

import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a request was read from, so that it can be read again with other words in it.
///
/// @param json the body, or a form's fields as an object
/// @param reader of such a body
public record Source(Supplier<Buffer> json, Function<Buffer, Reading> reader) {}
