package dev.tollgate.edge.provider.spi;

/// What the reader of an answer has to know of the request.
///
/// @param model the name that the caller used: the answer carries it, whatever the provider calls the model
/// @param includeUsage the caller asked for the usage chunk of a stream
public record Asked(String model, boolean includeUsage) {}
