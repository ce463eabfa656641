package dev.tollgate.edge.provider.spi;

/// What became of a piece of an answer.
public sealed interface Reading {
    Reading MORE = new More();
    Reading DONE = new Done();

    /// The answer goes on.
    record More() implements Reading {}

    /// The answer is complete: the provider said so.
    record Done() implements Reading {}

    /// The provider failed, or cannot be understood.
    record Failed(Failure failure) implements Reading {}
}
