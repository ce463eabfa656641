package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import dev.tollgate.routing.catalogue.CatalogueStore.Publication;
import dev.tollgate.routing.change.Bell;
import dev.tollgate.routing.change.NewestRevision;
import dev.tollgate.routing.credential.CredentialReference;
import dev.tollgate.routing.credential.ManagedCredentials;
import dev.tollgate.routing.credential.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Follows the catalogue file, the credential files and what other routing processes publish, and keeps the snapshot
/// in force.
///
/// A process publishes only when its own file or secrets change, so that two with different files (a ConfigMap on
/// its way) do not take turns. Every method runs under one lock, on the watch's thread or a worker, and may block.
@ApplicationScoped
class CatalogueWatch {
    private static final Logger LOG = Logger.getLogger(CatalogueWatch.class);
    private static final int RACES_MOST = 5;

    private final CatalogueStore store;
    private final Bell bell;
    private final NewestRevision newestRevision;
    private final CatalogueMetrics metrics;
    private final CatalogueReader reader;
    private final CatalogueCompiler compiler;
    private final Path path;
    private final long bytesMax;
    private volatile @Nullable InForce inForce;
    private volatile List<Problem> problems = List.of();
    /// The last file without problems; not necessarily in force yet.
    private volatile @Nullable CatalogueFile file;
    private String readHash = "";
    private boolean pending;
    private @Nullable Secrets secretsInForce;
    private Map<String, String> managed = Map.of();

    CatalogueWatch(
            CatalogueConfig config,
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
        this.reader = new CatalogueReader((int) bytesMax, Environment::get);
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

    @Nullable
    CatalogueFile file() {
        return file;
    }

    /// One look. Failures of Postgres are thrown; what was not done is done by the next look.
    synchronized void look() {
        if (inForce == null) {
            adopt();
        }
        readFile();
        CatalogueFile known = file;
        if (known != null) {
            Secrets secrets = Secrets.resolve(references(known), Environment::get, managed);
            if (pending || !secrets.equals(secretsInForce)) {
                publish(known, false);
            }
        }
        adopt();
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
        Secrets secrets = Secrets.resolve(references(known), Environment::get, managed);
        for (int race = 0; race < RACES_MOST; race++) {
            InForce newest = store.newest();
            Catalogue before = newest == null ? null : newest.catalogue();
            Catalogue candidate =
                    reseal ? compiler.reseal(known, secrets, before) : compiler.compile(known, secrets, before);
            if (newest != null && candidate.version().equals(newest.catalogue().version())) {
                settle(newest, secrets);
                return;
            }
            switch (store.publish(candidate, newest == null ? 0 : newest.revision())) {
                case Publication.Published published -> {
                    settle(published.inForce(), secrets);
                    metrics.loaded("applied");
                    bell.ring(published.inForce().revision());
                    store.forget(published.inForce().revision());
                    return;
                }
                case Publication.Raced _ -> LOG.infof("another process published first; trying again");
            }
        }
        throw new IllegalStateException("others published " + RACES_MOST + " times in a row");
    }

    private void settle(InForce now, Secrets secrets) {
        pending = false;
        secretsInForce = secrets;
        serve(now);
    }

    private void adopt() {
        InForce now = inForce;
        if (now == null || store.revision() != now.revision()) {
            InForce newest = store.newest();
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
        return references;
    }
}
