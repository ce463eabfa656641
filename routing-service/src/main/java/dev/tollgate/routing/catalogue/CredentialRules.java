package dev.tollgate.routing.catalogue;

import dev.tollgate.routing.credential.CredentialReference;
import org.jspecify.annotations.Nullable;

/// Which credentials management may refer to: those that management sets. A variable or file of this process would
/// be sent to an address that whoever names it has chosen.
final class CredentialRules {
    private CredentialRules() {}

    static void check(Section section, @Nullable CredentialReference reference) {
        switch (reference) {
            case null -> {}
            case CredentialReference.Managed _, CredentialReference.None _ -> {}
            case CredentialReference.Env _, CredentialReference.File _ ->
                section.problem(
                        "credential", "must be managed or none: only the catalogue file names variables and files");
        }
    }
}
