package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.condition.Verdict;
import java.util.Collection;
import java.util.Set;

/// How the edges see a deployment.
///
/// @param state in the management API's words: `well`, `open`, …
/// @param why it is not well, in one word; empty when it is
/// @param attempts of the last minute
/// @param failures of the last minute
record Health(String state, String why, long attempts, long failures) {
    static final String CREDENTIAL = "CredentialAccepted";

    private static final Set<String> REFUSALS = Set.of("401", "403");
    private static final String WELL = "well";

    boolean isRefused() {
        return !state.equals(WELL) && REFUSALS.contains(why);
    }

    private boolean isAnswered() {
        return state.equals(WELL) && attempts > failures;
    }

    /// Whether a provider takes the credential that it was given, by what its deployments answer.
    ///
    /// @param refusedBefore that the same credential was found refused: it is until it has been seen to be
    ///     taken
    static Verdict ofCredential(Collection<Health> deployments, boolean refusedBefore) {
        if (deployments.stream().anyMatch(Health::isRefused)) {
            return new Verdict(CREDENTIAL, false, "ProviderRefused", "the provider answers 401 or 403");
        }
        if (deployments.stream().anyMatch(Health::isAnswered)) {
            return new Verdict(CREDENTIAL, true, "ProviderAnswered", "the provider answers requests");
        }
        return refusedBefore
                ? new Verdict(CREDENTIAL, false, "ProviderRefused", "the provider answered 401 or 403 when last asked")
                : new Verdict(CREDENTIAL, null, "NotTried", "no request has gone to the provider lately");
    }
}
