package dev.tollgate.contract.auth.v1;

import org.jspecify.annotations.Nullable;

/// What a user changes of himself; null leaves a field as it is.
///
/// @param language of mails and pages, `en` or `zh`
public record ProfileCommand(
        @Nullable String name, @Nullable String language) {}
