package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import dev.tollgate.routing.catalogue.CatalogueStore.Publication;
import dev.tollgate.routing.change.Bell;
import dev.tollgate.routing.change.NewestRevision;
import dev.tollgate.routing.credential.CredentialReference;
import dev.tollgate.routing.credential.ManagedCredentials;
import dev.tollgate.routing.credential.Secrets;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Follows the catalogue file, the credential files and what other routing processes publish, makes what management
/// asks for, and keeps the snapshot in force.
///
/// A process publishes only when its own file or secrets change, or when management calls it, so that two with
/// different files (a ConfigMap on its way) do not take turns. Every method runs under one lock, on the watch's thread
/// or a worker, and may block.
@ApplicationScoped
class CatalogueWatch {
    private static final Logger LOG = Logger.getLogger(CatalogueWatch.class);
    private static final int RACES_MOST = 5;
    private static final int CHANGE_RACES_MOST = 20;

    private final CatalogueStore store;
    private final Bell bell;
    private final NewestRevision newestRevision;
    private final CatalogueMetrics metrics;
    private final CatalogueReader reader;
    private final CatalogueCompiler compiler;
    private final boolean demoAll;
    private final Path path;
    private final long bytesMax;
    private final boolean allowLoopback;
    private volatile @Nullable InForce inForce;
    private volatile List<Problem> problems = List.of();
    /// The last file without problems; not necessarily in force yet.
    private volatile @Nullable CatalogueFile file;
    private String readHash = "";
    private boolean pending;
    private @Nullable Secrets secretsInForce;
    private Map<String, String> managed = Map.of();
    /// Providers whose secret management has set, whoever of us was asked.
    private Set<String> withSecret = Set.of();
    /// The last good file with what is managed.
    private volatile @Nullable Merged merged;

    CatalogueWatch(
            CatalogueConfig config,
            ManagedConfig managedConfig,
            CatalogueStore store,
            Bell bell,
            NewestRevision newestRevision,
            CatalogueMetrics metrics,
            ManagedCredentials credentials) {
        this.store = store;
        this.bell = bell;
        this.newestRevision = newestRevision;
        this.metrics = metrics;
        this.path = config.file().toAbsolutePath();
        this.bytesMax = config.fileMax().asLongValue();
        this.allowLoopback = managedConfig.allowLoopback();
        this.reader = new CatalogueReader((int) bytesMax, Environment::get);
        this.demoAll = config.demoAll();
        this.compiler = new CatalogueCompiler(credentials.keys(), config.demoAll());
    }

    @Nullable
    InForce inForce() {
        return inForce;
    }

    /// Why the file on disk is not in force.
    List<Problem> problems() {
        return problems;
    }

    /// The file with what is managed, as far as this process knows.
    @Nullable
    Merged merged() {
        return merged;
    }

    Merged merged(CatalogueFile known, Managed objects) {
        return Merged.of(known, objects, allowLoopback);
    }

    /// The catalogue's objects as the database says they are now.
    ///
    /// @throws ServiceException 503 as long as there was no good file
    synchronized Views views() {
        requireFile();
        adopt();
        Merged known = merged;
        return views(known == null ? take(requireFile()) : known);
    }

    Views views(Merged known) {
        return new Views(known, path, this::hasSecret, demoAll);
    }

    private synchronized boolean hasSecret(CredentialReference reference, String provider) {
        return withSecret.contains(provider) || declares(reference);
    }

    /// One look. Failures of Postgres are thrown; what was not done is done by the next look.
    synchronized void look() {
        if (inForce == null) {
            adopt();
        }
        readFile();
        CatalogueFile known = file;
        if (known != null) {
            // Managed objects refer to managed secrets alone: what they add can't differ from what is in force.
            Secrets secrets = Secrets.resolve(references(known), Environment::get, managed);
            if (pending || !secrets.equals(secretsInForce)) {
                publish(known, false);
            }
        }
        adopt();
    }

    /// Makes a change of what is managed. It takes the next revision with all that belongs to it, in one transaction.
    ///
    /// @return the catalogue then
    synchronized Merged change(Edit edit) {
        look();
        CatalogueFile known = requireFile();
        for (int race = 0; race < CHANGE_RACES_MOST; race++) {
            InForce newest = store.newest();
            if (newest == null || !newest.catalogue().fileHash().equals(known.hash())) {
                throw unavailable("The catalogue file is being changed; try again.");
            }
            Merged before = take(known);
            Edit.Plan plan = edit.on(before);
            if (plan == null) {
                return before;
            }
            Map<String, String> secretsLeft = new HashMap<>(store.managedSecrets());
            secretsLeft.keySet().removeAll(plan.forgotten());
            Secrets secrets = resolve(plan.after(), secretsLeft);
            Catalogue candidate = compiler.compile(plan.after().effective(), secrets, newest.catalogue());
            if (store.publish(candidate, newest.revision(), plan.writes()) instanceof Publication.Published published) {
                managed = secretsLeft;
                withSecret = Set.copyOf(secretsLeft.keySet());
                applied(published.inForce(), secrets, plan.after());
                return plan.after();
            }
            LOG.info("another process published first; judging the change again");
        }
        throw unavailable("Others change the catalogue at once; try again.");
    }

    private CatalogueFile requireFile() {
        CatalogueFile known = file;
        if (known == null) {
            throw unavailable("There is no valid catalogue file.");
        }
        return known;
    }

    private static ServiceException unavailable(String message) {
        return new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, message);
    }

    /// Takes over what the database has beside the file.
    private Merged take(CatalogueFile known) {
        Merged now = merged(known, store.managedObjects());
        withSecret = Set.copyOf(store.managedSecrets().keySet());
        merged = now;
        metrics.conflicts(now.conflicts().size());
        return now;
    }

    private static Secrets resolve(Merged known, Map<String, String> managedSecrets) {
        return Secrets.resolve(references(known.whole()), Environment::get, managedSecrets);
    }

    /// Puts a secret that management has set in force.
    synchronized void setManaged(String provider, String secret) {
        store.setManaged(provider, secret);
        pending = true;
        look();
    }

    /// Re-encrypts the snapshot's credentials under the newest master key.
    ///
    /// @return how many deployments' credentials were sealed anew
    synchronized int reseal() {
        look();
        CatalogueFile known = file;
        InForce before = inForce;
        if (known == null || before == null) {
            return 0;
        }
        publish(known, true);
        InForce after = inForce;
        return after == null ? 0 : changedCredentials(before.catalogue(), after.catalogue());
    }

    /// The secrets that the file declares now.
    synchronized boolean declares(CredentialReference reference) {
        Secrets secrets = secretsInForce;
        return secrets != null && secrets.declares(reference);
    }

    private void readFile() {
        byte[] bytes = bytes();
        if (bytes == null) {
            return;
        }
        String hash = CatalogueReader.hash(bytes);
        if (hash.equals(readHash)) {
            return;
        }
        readHash = hash;
        switch (reader.read(bytes)) {
            case Reading.Valid valid -> {
                file = valid.file();
                pending = true;
                report(List.of());
            }
            case Reading.Invalid invalid -> {
                metrics.loaded("invalid");
                report(invalid.problems());
            }
        }
    }

    private byte @Nullable [] bytes() {
        try {
            if (Files.size(path) <= bytesMax) {
                return Files.readAllBytes(path);
            }
            unreadable("the file is larger than " + bytesMax + " bytes");
        } catch (IOException e) {
            unreadable("the file cannot be read: " + e.getClass().getSimpleName());
        }
        return null;
    }

    private void unreadable(String message) {
        readHash = "";
        List<Problem> now = List.of(new Problem(1, "", message));
        if (!now.equals(problems)) {
            metrics.loaded("invalid");
            report(now);
        }
    }

    private void report(List<Problem> found) {
        problems = found;
        metrics.problems(found.size());
        if (!found.isEmpty()) {
            LOG.errorf("the catalogue %s is not taken, the one before stays in force: %d problems", path, found.size());
        }
        for (Problem problem : found) {
            LOG.errorf("catalogue line %d: %s %s", problem.line(), problem.field(), problem.message());
        }
    }

    private void publish(CatalogueFile known, boolean reseal) {
        managed = store.managedSecrets();
        for (int race = 0; race < RACES_MOST; race++) {
            InForce newest = store.newest();
            Merged all = take(known);
            CatalogueFile effective = all.effective();
            Secrets secrets = resolve(all, managed);
            Catalogue before = newest == null ? null : newest.catalogue();
            Catalogue candidate =
                    reseal ? compiler.reseal(effective, secrets, before) : compiler.compile(effective, secrets, before);
            if (newest != null && candidate.version().equals(newest.catalogue().version())) {
                settle(newest, secrets, all);
                return;
            }
            long newestKnown = newest == null ? 0 : newest.revision();
            switch (store.publish(candidate, newestKnown, () -> Uni.createFrom().voidItem())) {
                case Publication.Published published -> {
                    applied(published.inForce(), secrets, all);
                    return;
                }
                case Publication.Raced _ -> LOG.infof("another process published first; trying again");
            }
        }
        throw new IllegalStateException("others published " + RACES_MOST + " times in a row");
    }

    private void applied(InForce now, Secrets secrets, Merged all) {
        settle(now, secrets, all);
        metrics.loaded("applied");
        bell.ring(now.revision());
        store.forget(now.revision());
    }

    private void settle(InForce now, Secrets secrets, Merged all) {
        pending = false;
        secretsInForce = secrets;
        merged = all;
        metrics.conflicts(all.conflicts().size());
        serve(now);
    }

    private void adopt() {
        InForce now = inForce;
        if (now == null || store.revision() != now.revision()) {
            InForce newest = store.newest();
            CatalogueFile known = file;
            if (known != null) {
                take(known);
            }
            if (newest != null) {
                serve(newest);
            }
        }
    }

    private void serve(InForce now) {
        InForce before = inForce;
        inForce = now;
        newestRevision.set(now.revision());
        metrics.serving(now);
        if (before == null || before.revision() != now.revision()) {
            LOG.infof(
                    "catalogue %s is in force at revision %d: %d models, %d deployments",
                    now.catalogue().version(),
                    now.revision(),
                    now.catalogue().models().size(),
                    now.catalogue().deployments().size());
        }
    }

    private static int changedCredentials(Catalogue before, Catalogue after) {
        Set<Object> old = new HashSet<>();
        before.deployments().forEach(deployment -> old.add(String.valueOf(deployment.credential())));
        return (int) after.deployments().stream()
                .filter(deployment -> deployment.credential() != null)
                .filter(deployment -> !old.contains(String.valueOf(deployment.credential())))
                .count();
    }

    private static Set<CredentialReference> references(CatalogueFile file) {
        Set<CredentialReference> references = new HashSet<>();
        file.providers().forEach(entry -> references.add(entry.credential()));
        for (CatalogueFile.DeploymentEntry entry : file.deployments()) {
            CredentialReference own = entry.credential();
            if (own != null) {
                references.add(own);
            }
        }
        file.guardrails().values().forEach(entry -> {
            CredentialReference secret = entry.secret();
            if (secret != null) {
                references.add(secret);
            }
        });
        return references;
    }
}
