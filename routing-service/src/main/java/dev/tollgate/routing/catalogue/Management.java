package dev.tollgate.routing.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.routing.audit.AuditLog;
import dev.tollgate.routing.audit.Note;
import dev.tollgate.routing.audit.Origin;
import dev.tollgate.routing.catalogue.Edit.Plan;
import dev.tollgate.routing.catalogue.Kind.Named;
import dev.tollgate.routing.catalogue.Managed.ManagedObject;
import dev.tollgate.routing.credential.ManagedCredentials;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Changes of the objects that management declares beside the file. Each is judged with the whole catalogue,
/// published and noted in one transaction.
@ApplicationScoped
class Management {
    private static final String VERSION = "version";

    private final CatalogueWatch watch;
    private final ManagedConfig config;
    private final ManagedCredentials credentials;
    private final AuditLog audit;
    private final Clock clock = Clock.systemUTC();

    Management(CatalogueWatch watch, ManagedConfig config, ManagedCredentials credentials, AuditLog audit) {
        this.watch = watch;
        this.config = config;
        this.credentials = credentials;
        this.audit = audit;
    }

    CatalogueObject create(Origin origin, Kind kind, @Nullable String body) {
        ObjectNode definition = JsonSection.parse(body);
        JsonNode id = definition.get("id");
        if (id == null || !id.isTextual() || id.textValue().length() > Forms.LONGEST_ID) {
            throw invalid("id", id == null ? "id is missing." : "id must be text of at most 128 characters.");
        }
        Named named = kind.named(id.textValue());
        Merged after = watch.change(before -> {
            ManagedObject old = before.managed().find(named);
            if (before.file().declares(named)) {
                throw declared(before, named);
            }
            if (old != null && !old.deleted()) {
                throw conflict("There is a " + named + " already.");
            }
            refuseTooMany(before.managed(), kind, old);
            Instant now = clock.instant();
            ManagedObject made = old == null
                    ? new ManagedObject(kind, named.id(), definition, 1, now, now, false)
                    : old.again(definition, now);
            return plan(origin, "create", before, made, old);
        });
        return watch.views(after).of(named);
    }

    CatalogueObject change(Origin origin, Named named, @Nullable String body) {
        ObjectNode changes = JsonSection.parse(body);
        JsonNode told = changes.remove(VERSION);
        if (told == null || !told.canConvertToLong() || !told.isIntegralNumber()) {
            throw invalid(VERSION, "version must be that of the object that you have seen.");
        }
        Merged after = watch.change(before -> {
            ManagedObject old = changeable(before, named);
            requireVersion(old, told.longValue());
            ObjectNode definition = old.definition().deepCopy();
            definition.setAll(changes);
            if (!named.id().equals(definition.path("id").textValue())) {
                throw invalid("id", "id never changes: make another object.");
            }
            return plan(origin, "change", before, old.changed(definition, clock.instant()), old);
        });
        return watch.views(after).of(named);
    }

    /// Also of one that has no effect because the file declares its id.
    void delete(Origin origin, Named named, @Nullable Long version) {
        watch.change(before -> {
            ManagedObject old = before.managed().live(named);
            if (old == null) {
                old = changeable(before, named);
            }
            if (version != null) {
                requireVersion(old, version);
            }
            return plan(origin, "delete", before, old.gone(clock.instant()), old);
        });
    }

    /// Works for the file's deployments, too: whether one drains is no part of its declaration.
    CatalogueObject drain(Origin origin, String id, boolean drained) {
        Named named = Kind.DEPLOYMENT.named(id);
        Merged after = watch.change(before -> {
            if (before.whole().deployments().stream()
                    .noneMatch(entry -> entry.id().equals(id))) {
                throw unknown(named);
            }
            if (before.managed().drained().contains(id) == drained) {
                return null;
            }
            Instant now = clock.instant();
            Note note = new Note(
                    origin,
                    drained ? "catalogue-deployment.drain" : "catalogue-deployment.undrain",
                    id,
                    "{}",
                    drained(!drained),
                    drained(drained));
            return new Plan(
                    watch.merged(before.file(), before.managed().drained(id, drained)),
                    () -> StoredDrain.store(id, drained, now).chain(() -> audit.note(note, now)),
                    Set.of());
        });
        return watch.views(after).of(named);
    }

    private Plan plan(Origin origin, String action, Merged before, ManagedObject object, @Nullable ManagedObject old) {
        Managed managed = before.managed().with(object);
        boolean undrain = object.deleted()
                && object.kind() == Kind.DEPLOYMENT
                && !before.file().declares(object.named());
        Merged after = watch.merged(before.file(), undrain ? managed.drained(object.id(), false) : managed);
        if (!object.deleted()) {
            Prices.refuseOtherOperations(object, old);
        }
        Conflicts.refuse(before, after, object.named());
        boolean forget = losesCredential(before, after, object);
        Instant now = object.updatedAt();
        Note note = note(origin, action, object, old);
        Supplier<Uni<Void>> writes = () -> StoredObject.store(object)
                .chain(() -> undrain
                        ? StoredDrain.store(object.id(), false, now)
                        : Uni.createFrom().voidItem())
                .chain(() -> forget
                        ? credentials.forget(object.id())
                        : Uni.createFrom().voidItem())
                .chain(() -> audit.note(note, now));
        return new Plan(after, writes, forget ? Set.of(object.id()) : Set.of());
    }

    /// A secret was set for the address of then. Whoever may change addresses must not learn secrets by it.
    private static boolean losesCredential(Merged before, Merged after, ManagedObject object) {
        if (object.kind() != Kind.PROVIDER || before.file().declares(object.named())) {
            return false;
        }
        return !address(before.whole(), object.id()).equals(address(after.whole(), object.id()));
    }

    private static String address(CatalogueFile file, String provider) {
        return file.providers().stream()
                .filter(entry -> entry.provider().id().equals(provider))
                .map(entry -> entry.provider().baseUrl())
                .findFirst()
                .orElse("");
    }

    private static Note note(Origin origin, String action, ManagedObject object, @Nullable ManagedObject old) {
        return new Note(
                origin,
                "catalogue-" + object.kind().word() + "." + action,
                object.id(),
                object.deleted() ? "{}" : object.definition().toString(),
                old == null || old.deleted() ? null : old.definition().toString(),
                object.deleted() ? "{}" : object.definition().toString());
    }

    private static String drained(boolean now) {
        return "{\"drained\":" + now + "}";
    }

    private static ManagedObject changeable(Merged before, Named named) {
        if (before.file().declares(named)) {
            throw declared(before, named);
        }
        ManagedObject old = before.managed().live(named);
        if (old == null) {
            throw unknown(named);
        }
        return old;
    }

    private static void requireVersion(ManagedObject old, long seen) {
        if (old.version() != seen) {
            throw new ServiceException(new ServiceError(
                    ErrorCode.CONFLICT,
                    "The " + old.named() + " has changed: it is at version " + old.version() + ", not " + seen + ".",
                    VERSION));
        }
    }

    private void refuseTooMany(Managed managed, Kind kind, @Nullable ManagedObject old) {
        long count = managed.objects().stream()
                .filter(object -> object.kind() == kind)
                .count();
        if (old == null && count >= config.objectsMax()) {
            throw conflict("There are " + count + " managed " + kind.plural() + " already, and no more may be.");
        }
    }

    static ServiceException unknown(Named named) {
        return new ServiceException(ErrorCode.NOT_FOUND, "The catalogue has no " + named + ".");
    }

    private static ServiceException declared(Merged merged, Named named) {
        return conflict("The catalogue file declares the " + named + " (" + Views.spot(merged, named)
                + "): it is read-only here.");
    }

    private static ServiceException conflict(String message) {
        return new ServiceException(ErrorCode.CONFLICT, message);
    }

    private static ServiceException invalid(String param, String message) {
        return new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, message, param));
    }
}
