package dev.tollgate.routing.catalogue;

import dev.tollgate.contract.page.Page;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.routing.catalogue.Kind.Named;
import dev.tollgate.routing.catalogue.Managed.ManagedObject;
import dev.tollgate.routing.credential.CredentialReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The catalogue's objects as operators see them.
///
/// @param path of the file
/// @param hasSecret whether there is one for a provider's reference
/// @param demoAll whether the provider `demo` answers for deployments without a credential
record Views(Merged merged, Path path, BiPredicate<CredentialReference, String> hasSecret, boolean demoAll) {
    /// What is asked of a list.
    record Ask(
            @Nullable String search,
            @Nullable String after,
            @Nullable String before,
            int limit) {}

    /// By id, ascending.
    Page<CatalogueObject> page(Kind kind, Ask ask) {
        List<CatalogueObject> found = new ArrayList<>(all(kind).values().stream()
                .filter(view -> matches(view, ask.search()))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList());
        String before = ask.before();
        if (before != null) {
            List<CatalogueObject> nearer = found.stream()
                    .filter(view -> view.id().compareTo(before) < 0)
                    .toList()
                    .reversed();
            List<CatalogueObject> shown =
                    nearer.subList(0, Math.min(ask.limit(), nearer.size())).reversed();
            Page<CatalogueObject> page = Page.of(shown, ask.limit(), CatalogueObject::id);
            return new Page<>(page.object(), page.data(), page.firstId(), page.lastId(), nearer.size() > ask.limit());
        }
        String after = ask.after();
        found.removeIf(view -> after != null && view.id().compareTo(after) <= 0);
        return Page.of(found, ask.limit(), CatalogueObject::id);
    }

    /// @throws dev.tollgate.contract.error.ServiceException 404
    CatalogueObject of(Named named) {
        CatalogueObject view = all(named.kind()).get(named.id());
        if (view == null) {
            throw Management.unknown(named);
        }
        return view;
    }

    /// Where the file declares it.
    static String spot(Merged merged, Named named) {
        return "line " + merged.file().lines().get(named);
    }

    private Map<String, CatalogueObject> all(Kind kind) {
        Map<String, CatalogueObject> all = new HashMap<>();
        Map<String, Boolean> configured = configured(kind);
        Definitions.of(merged.whole(), kind)
                .forEach((id, words) -> all.put(id, view(kind.named(id), words, configured.get(id))));
        for (ManagedObject object : merged.managed().of(kind)) {
            all.computeIfAbsent(object.id(), id -> view(object.named(), given(object), null));
        }
        return all;
    }

    private CatalogueObject view(Named named, Map<String, Object> definition, @Nullable Boolean configured) {
        boolean declared = merged.file().declares(named);
        ManagedObject object = merged.managed().live(named);
        ManagedObject own = declared ? null : object;
        return new CatalogueObject(
                named.id(),
                "catalogue_" + named.kind().word(),
                declared ? CatalogueObject.FILE : CatalogueObject.MANAGED,
                declared ? path.getFileName() + ":" + merged.file().lines().get(named) : null,
                own == null ? null : (Long) own.version(),
                definition,
                conflict(named, declared, object),
                configured,
                named.kind() == Kind.DEPLOYMENT
                        ? (Boolean) merged.managed().drained().contains(named.id())
                        : null,
                null,
                own == null ? null : (Long) own.createdAt().getEpochSecond(),
                own == null ? null : (Long) own.updatedAt().getEpochSecond());
    }

    private @Nullable String conflict(Named named, boolean declared, @Nullable ManagedObject object) {
        if (object == null || !merged.conflicts().containsKey(named)) {
            return null;
        }
        if (declared) {
            return "A managed " + named.kind().word() + " of this id has no effect: the file's wins. Delete it.";
        }
        var problem = Objects.requireNonNull(merged.conflicts().get(named)).getFirst();
        return "Without effect: " + problem.field() + " " + problem.message();
    }

    private Map<String, Boolean> configured(Kind kind) {
        Map<String, Boolean> configured = new HashMap<>();
        Map<String, CredentialReference> providers = new HashMap<>();
        merged.whole()
                .providers()
                .forEach(entry -> providers.put(entry.provider().id(), entry.credential()));
        if (kind == Kind.PROVIDER) {
            providers.forEach((id, reference) -> configured.put(id, isSet(reference, id)));
        }
        if (kind == Kind.DEPLOYMENT) {
            boolean stoodIn = demoAll && providers.containsKey(CatalogueCompiler.DEMO);
            merged.whole().deployments().forEach(entry -> {
                CredentialReference own = entry.credential();
                CredentialReference used = own == null ? Objects.requireNonNull(providers.get(entry.provider())) : own;
                configured.put(entry.id(), stoodIn || isSet(used, entry.provider()));
            });
        }
        return configured;
    }

    private boolean isSet(CredentialReference reference, String provider) {
        return reference instanceof CredentialReference.None || hasSecret.test(reference, provider);
    }

    private static Map<String, Object> given(ManagedObject object) {
        Map<String, Object> words = new LinkedHashMap<>();
        object.definition().properties().forEach(field -> words.put(field.getKey(), field.getValue()));
        return words;
    }

    private static boolean matches(CatalogueObject view, @Nullable String search) {
        String text = view.id() + " " + view.definition().values();
        return search == null
                || text.toLowerCase(Locale.ROOT).contains(search.strip().toLowerCase(Locale.ROOT));
    }
}
