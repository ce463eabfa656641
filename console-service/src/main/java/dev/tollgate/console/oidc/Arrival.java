package dev.tollgate.console.oidc;

/// What came of it when the provider sent somebody back.
sealed interface Arrival {
    /// The provider's word, verified.
    record Proved(Claims claims) implements Arrival {}

    record Failed(Problem problem) implements Arrival {}
}
