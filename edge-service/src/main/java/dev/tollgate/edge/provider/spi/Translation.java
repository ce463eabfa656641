package dev.tollgate.edge.provider.spi;

/// What a dialect makes of a caller's request.
public sealed interface Translation {
    record Translated(UpstreamRequest request) implements Translation {}

    /// The provider cannot do what is asked, and leaving it out would change what the caller gets. Another
    /// deployment may; when none does, the caller gets a 400 `unsupported_parameter`.
    ///
    /// @param param the caller's name of what cannot be done: `logit_bias`, `messages[2].content[0]`
    record Unsupported(String param, String message) implements Translation {}
}
