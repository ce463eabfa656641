package dev.tollgate.auth.workload;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where an issuer's public keys are, as a JWK set.
sealed interface KeySource {
    /// In a file that somebody keeps current, such as a mounted ConfigMap.
    record InFile(Path path) implements KeySource {}

    /// At the issuer's, as every cluster has it at `/openid/v1/jwks`.
    ///
    /// @param authorities in PEM, that its certificate is of; null: the system's
    /// @param token in a file, shown to the issuer; null: none
    record AtAddress(
            URI address,
            @Nullable Path authorities,
            @Nullable Path token) implements KeySource {}
}
