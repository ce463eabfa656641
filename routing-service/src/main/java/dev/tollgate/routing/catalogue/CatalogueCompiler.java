package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.Catalogue.Shadow;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.contract.routing.v1.Guardrails.Guardrail;
import dev.tollgate.contract.routing.v1.Guardrails.Hook;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import dev.tollgate.routing.catalogue.CatalogueFile.DeploymentEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.GuardrailEntry;
import dev.tollgate.routing.catalogue.CatalogueFile.ProviderEntry;
import dev.tollgate.routing.credential.CredentialReference;
import dev.tollgate.routing.credential.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the snapshot of a valid file and the secrets at hand. A deployment whose secret has not changed keeps its
/// ciphertext, so that compiling twice gives the same version.
final class CatalogueCompiler {
    static final String DEMO = "demo";

    private static final String CHAT = "chat";

    private final MasterKeys keys;
    private final boolean demoAll;

    /// @param demoAll deployments without a credential are served by the provider `demo`
    CatalogueCompiler(MasterKeys keys, boolean demoAll) {
        this.keys = keys;
        this.demoAll = demoAll;
    }

    /// @param previous the snapshot in force, or null
    Catalogue compile(CatalogueFile file, Secrets secrets, @Nullable Catalogue previous) {
        return compile(file, secrets, previous, false);
    }

    /// Compiles so that every ciphertext is under the newest master key.
    Catalogue reseal(CatalogueFile file, Secrets secrets, @Nullable Catalogue previous) {
        return compile(file, secrets, previous, true);
    }

    private Catalogue compile(CatalogueFile file, Secrets secrets, @Nullable Catalogue previous, boolean onlyNewest) {
        Map<String, ProviderEntry> providers = new HashMap<>();
        file.providers().forEach(entry -> providers.put(entry.provider().id(), entry));
        Set<String> chats = file.models().stream()
                .filter(model -> model.capabilities().contains(CHAT))
                .map(Catalogue.Model::id)
                .collect(Collectors.toSet());
        Map<String, SealedCredential> sealedBefore = sealed(previous);
        List<Deployment> deployments = new ArrayList<>();
        List<Shadow> shadows = new ArrayList<>();
        for (DeploymentEntry entry : file.deployments()) {
            ProviderEntry provider = providers.get(entry.provider());
            if (provider == null) {
                throw new IllegalArgumentException("deployment " + entry.id() + " of a file that was not checked");
            }
            CredentialReference reference = entry.credential() == null ? provider.credential() : entry.credential();
            String secret = secrets.find(reference, entry.provider());
            SealedCredential credential =
                    secret == null ? null : seal(secret, entry.id(), sealedBefore.get(entry.id()), onlyNewest);
            Deployment deployment = deployment(entry, reference, credential);
            boolean stoodIn =
                    demoAll && deployment.needsCredential() && credential == null && providers.containsKey(DEMO);
            Deployment used = stoodIn ? demo(entry, chats.contains(entry.model())) : deployment;
            if (entry.rollout().shadow() > 0) {
                shadows.add(new Shadow(used, entry.rollout().shadow()));
            } else {
                deployments.add(used);
            }
        }
        List<Catalogue.Provider> plain =
                file.providers().stream().map(ProviderEntry::provider).toList();
        List<Catalogue.Group> groups = file.groups().stream()
                .map(group ->
                        guarded(group, hook -> sealed(hook, file.guardrails(), secrets, sealedBefore, onlyNewest)))
                .toList();
        return SnapshotVersion.stamp(
                new Catalogue("", file.hash(), plain, file.models(), deployments, groups, shadows));
    }

    private SealedCredential seal(String secret, String owner, @Nullable SealedCredential before, boolean onlyNewest) {
        if (before != null && (!onlyNewest || before.keyId().equals(keys.newest())) && opens(before, owner, secret)) {
            return before;
        }
        return keys.seal(secret, owner);
    }

    /// With the secrets of what it names.
    private static Catalogue.Group guarded(Catalogue.Group group, UnaryOperator<Guardrail> sealing) {
        Guardrails own = group.guardrails();
        return own == null
                ? group
                : new Catalogue.Group(
                        group.id(),
                        group.models(),
                        group.limits(),
                        group.strategy(),
                        group.cache(),
                        new Guardrails(
                                own.before().stream().map(sealing).toList(),
                                own.after().stream().map(sealing).toList()));
    }

    private Guardrail sealed(
            Guardrail guardrail,
            Map<String, GuardrailEntry> entries,
            Secrets secrets,
            Map<String, SealedCredential> before,
            boolean onlyNewest) {
        GuardrailEntry entry = entries.get(guardrail.id());
        Hook hook = guardrail.hook();
        CredentialReference reference = entry == null ? null : entry.secret();
        if (hook == null || reference == null) {
            return guardrail;
        }
        String owner = owner(guardrail);
        String secret = secrets.find(reference, owner);
        return new Guardrail(
                guardrail.id(),
                hook.with(secret == null ? null : seal(secret, owner, before.get(owner), onlyNewest)),
                null);
    }

    /// No deployment can be called so.
    private static String owner(Guardrail guardrail) {
        return "guardrail:" + guardrail.id();
    }

    private boolean opens(SealedCredential sealed, String owner, String secret) {
        try {
            return keys.open(sealed, owner).equals(secret);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Deployment deployment(
            DeploymentEntry entry, CredentialReference reference, @Nullable SealedCredential credential) {
        return new Deployment(
                entry.id(),
                entry.provider(),
                entry.model(),
                entry.upstreamModel(),
                entry.weight(),
                entry.priority(),
                credential,
                reference.hint(entry.provider()),
                !(reference instanceof CredentialReference.None),
                entry.rollout().probe());
    }

    /// The stand-in has an id of its own, so that the deployment's cost prices are not booked for it. For chat one
    /// model stands in; of other endpoints the demo provider knows the real names, and answers as they are priced.
    private static Deployment demo(DeploymentEntry entry, boolean chat) {
        return new Deployment(
                "demo-all:" + entry.id(),
                DEMO,
                entry.model(),
                chat ? DEMO : entry.upstreamModel(),
                entry.weight(),
                entry.priority(),
                null,
                null,
                false);
    }

    private static Map<String, SealedCredential> sealed(@Nullable Catalogue previous) {
        Map<String, SealedCredential> found = new HashMap<>();
        if (previous != null) {
            List<Deployment> all = new ArrayList<>(previous.deployments());
            previous.shadows().forEach(shadow -> all.add(shadow.deployment()));
            for (Deployment deployment : all) {
                SealedCredential credential = deployment.credential();
                if (credential != null) {
                    found.put(deployment.id(), credential);
                }
            }
            previous.groups().forEach(group -> sealed(group.guardrails(), found));
        }
        return found;
    }

    private static void sealed(@Nullable Guardrails guardrails, Map<String, SealedCredential> found) {
        if (guardrails != null) {
            Stream.concat(guardrails.before().stream(), guardrails.after().stream())
                    .forEach(guardrail -> {
                        Hook hook = guardrail.hook();
                        SealedCredential secret = hook == null ? null : hook.secret();
                        if (secret != null) {
                            found.put(owner(guardrail), secret);
                        }
                    });
        }
    }
}
