package dev.tollgate.auth.workload;

import dev.tollgate.auth.key.WorkloadTerms;
import dev.tollgate.contract.auth.v1.Workload;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the workloads file says, found valid.
///
/// @param audience that a token must be for
/// @param rules the first that fits holds
record Workloads(String audience, List<Issuer> issuers, List<Rule> rules) {
    /// Nobody.
    static final Workloads NONE = new Workloads("tollgate", List.of(), List.of());

    Workloads {
        issuers = List.copyOf(issuers);
        rules = List.copyOf(rules);
    }

    /// What a workload draws on; empty when no rule fits.
    Optional<WorkloadTerms> terms(Workload who) {
        return rules.stream().filter(rule -> rule.fits(who)).findFirst().map(Rule::terms);
    }

    /// Who signs tokens, and where its keys are.
    record Issuer(String name, KeySource keys) {}

    /// Which workloads draw on what.
    ///
    /// @param issuer null: whichever
    /// @param namespace a pattern, `*` for any run of characters; so `serviceAccount`
    record Rule(@Nullable String issuer, Glob namespace, Glob serviceAccount, WorkloadTerms terms) {
        boolean fits(Workload who) {
            return (issuer == null || issuer.equals(who.issuer()))
                    && namespace.fits(who.namespace())
                    && serviceAccount.fits(who.serviceAccount());
        }
    }
}
