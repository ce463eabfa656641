package dev.tollgate.operator.catalogue;

import dev.tollgate.operator.catalogue.CatalogueControl.Told;
import dev.tollgate.operator.catalogue.Keeping.Outcome;
import dev.tollgate.operator.condition.Verdict;
import dev.tollgate.operator.resource.CatalogueStatus;
import dev.tollgate.operator.resource.Provider;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Declares providers, hands their credentials over, and tells whether the vendor takes them.
@ControllerConfiguration(name = "provider")
final class ProviderReconciler implements Reconciler<Provider>, Cleaner<Provider> {
    private final CatalogueControl control;
    private final Catalogue catalogue;
    private final String namespace;

    /// @param namespace of the Secrets with credentials
    ProviderReconciler(CatalogueControl control, Catalogue catalogue, String namespace) {
        this.control = control;
        this.catalogue = catalogue;
        this.namespace = namespace;
    }

    @Override
    public UpdateControl<Provider> reconcile(Provider provider, Context<Provider> context) {
        Wanted wanted = Wanted.of(provider);
        CatalogueStatus before = CatalogueControl.status(provider);
        return control.reconcile(
                provider, List.of(wanted), outcome -> tell(provider, wanted, before, outcome, context.getClient()));
    }

    @Override
    public DeleteControl cleanup(Provider provider, Context<Provider> context) {
        return control.cleanup(provider, context);
    }

    private Told tell(
            Provider provider, Wanted wanted, CatalogueStatus before, Outcome outcome, KubernetesClient client) {
        Provider.CredentialRef reference = provider.getSpec().credentialRef();
        if (reference == null) {
            return new Told(outcome.objects(), null, List.of(Verdict.ready("Declared", "needs no credential")));
        }
        Secret secret = client.secrets()
                .inNamespace(namespace)
                .withName(reference.name())
                .get();
        String value = value(secret, reference.key());
        if (secret == null || value == null) {
            String missing = "Secret " + namespace + "/" + reference.name()
                    + (secret == null ? " is not there" : " has no " + reference.key());
            return new Told(outcome.objects(), null, List.of(Verdict.unready("CredentialMissing", missing)));
        }
        String version =
                secret.getMetadata().getUid() + "/" + secret.getMetadata().getResourceVersion() + "/" + reference.key();
        List<String> deployments = catalogue.deploymentsOf(wanted.id());
        boolean known = version.equals(before.credentialVersion());
        if (!known || isWithout(outcome.seen().get(wanted.id()))) {
            catalogue.setCredential(wanted.id(), value);
            deployments.forEach(catalogue::forgetHealth);
        }
        return new Told(outcome.objects(), version, verdicts(deployments, known && wasRefused(before), known));
    }

    /// What edges saw before the credential was handed over says nothing of it.
    private List<Verdict> verdicts(List<String> deployments, boolean refusedBefore, boolean known) {
        Map<String, Health> all = known ? catalogue.health() : Map.of();
        Verdict taken = Health.ofCredential(
                deployments.stream().map(all::get).filter(Objects::nonNull).toList(), refusedBefore);
        Verdict ready = Boolean.FALSE.equals(taken.state())
                ? Verdict.unready("CredentialRefused", taken.message())
                : Verdict.ready("Declared", "the credential is handed over");
        return List.of(ready, taken);
    }

    private static boolean isWithout(@Nullable Seen seen) {
        return seen == null || !Boolean.TRUE.equals(seen.configured());
    }

    private static boolean wasRefused(CatalogueStatus before) {
        List<Condition> conditions = before.conditions();
        return conditions != null
                && conditions.stream()
                        .anyMatch(one -> Health.CREDENTIAL.equals(one.getType()) && "False".equals(one.getStatus()));
    }

    private static @Nullable String value(@Nullable Secret secret, String key) {
        Map<String, String> data = secret == null ? null : secret.getData();
        String coded = data == null ? null : data.get(key);
        String text =
                coded == null ? "" : new String(Base64.getDecoder().decode(coded), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? null : text;
    }
}
