package dev.tollgate.edge.provider.spi;

/// How an answer of status 200 reaches the caller.
public enum AnswerForm {
    /// Held whole, and sent once it is in the books.
    OBJECT,
    /// An event stream, relayed as it comes.
    EVENTS,
    /// Bytes that are neither JSON nor events, relayed as they come.
    BYTES
}
