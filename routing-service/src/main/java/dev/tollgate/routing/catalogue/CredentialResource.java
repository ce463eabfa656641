package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.routing.v1.CredentialCommand;
import dev.tollgate.contract.routing.v1.CredentialRotation;
import dev.tollgate.routing.audit.AuditLog;
import dev.tollgate.routing.audit.Origin;
import dev.tollgate.routing.credential.CredentialReference;
import dev.tollgate.routing.credential.ManagedCredentials;
import dev.tollgate.routing.credential.Secrets;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// Credentials are written here and returned nowhere.
@Blocking
@Tag(name = "Catalogue")
@Path(InternalPaths.ROOT + "/credentials")
@Produces(MediaType.APPLICATION_JSON)
public class CredentialResource {
    private final CatalogueWatch watch;
    private final CatalogueStore store;
    private final ManagedCredentials managed;
    private final AuditLog audit;

    CredentialResource(CatalogueWatch watch, CatalogueStore store, ManagedCredentials managed, AuditLog audit) {
        this.watch = watch;
        this.store = store;
        this.managed = managed;
        this.audit = audit;
    }

    @Operation(summary = "Sets a provider's secret; in force when this answers.")
    @PUT
    @Path("/{provider}")
    @Consumes(MediaType.APPLICATION_JSON)
    public void set(@BeanParam Origin origin, @RestPath String provider, @Nullable CredentialCommand command) {
        requireSettable(provider);
        String secret = Secrets.usable(command == null ? null : command.secret());
        if (secret == null) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.INVALID_VALUE, "The secret must be 1 to 4096 printable ASCII characters.", "secret"));
        }
        audit.note(origin, "credential.set", provider, "{}");
        watch.setManaged(provider, secret);
    }

    @Operation(summary = "Seals every credential under the newest master key.")
    @POST
    @Path("/rotate")
    public CredentialRotation rotate(@BeanParam Origin origin) {
        audit.note(origin, "credential.rotate", managed.keys().newest(), "{}");
        ManagedCredentials.Resealed own = store.resealManaged();
        int deployments = watch.reseal();
        InForce inForce = watch.inForce();
        int sealed = inForce == null
                ? 0
                : (int) inForce.catalogue().deployments().stream()
                        .filter(deployment -> deployment.credential() != null)
                        .count();
        return new CredentialRotation(
                managed.keys().newest(), own.resealed() + deployments, own.unchanged() + sealed - deployments);
    }

    private void requireSettable(String provider) {
        Merged merged = watch.merged();
        if (merged == null) {
            throw new ServiceException(ErrorCode.SERVICE_UNAVAILABLE, "There is no valid catalogue file.");
        }
        CredentialReference reference = merged.whole().providers().stream()
                .filter(entry -> entry.provider().id().equals(provider))
                .map(CatalogueFile.ProviderEntry::credential)
                .findFirst()
                .orElseThrow(() -> new ServiceException(
                        ErrorCode.NOT_FOUND, "The catalogue has no provider \"" + Section.shorten(provider) + "\"."));
        if (reference instanceof CredentialReference.None) {
            throw new ServiceException(ErrorCode.CONFLICT, "This provider takes no credential.");
        }
        if (watch.declares(reference)) {
            throw new ServiceException(
                    ErrorCode.CONFLICT, "The catalogue file declares this credential: it is read-only here.");
        }
    }
}
