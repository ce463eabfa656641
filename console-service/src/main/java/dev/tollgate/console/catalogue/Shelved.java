package dev.tollgate.console.catalogue;

import dev.tollgate.contract.billing.v1.Overview;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An object of the catalogue as pages show it.
///
/// @param path its id as a part of an address: a slash is escaped
/// @param facts what it declares, field by field
/// @param missed whether it lacks a credential that is needed now
/// @param health how its requests of the last week ended; null when there were none, or nobody may know
public record Shelved(
        CatalogueObject object, String path, List<Fact> facts, boolean missed, Overview.@Nullable Deployment health) {
    /// @param name a form's field
    public record Fact(String name, String value) {}

    static Shelved of(CatalogueObject object) {
        return of(object, Map.of(), Set.of());
    }

    /// @param wanting providers without a credential of which a deployment in use needs it
    static Shelved of(CatalogueObject object, Map<String, Overview.Deployment> health, Set<String> wanting) {
        boolean isProvider = object.object().equals("catalogue_provider");
        return new Shelved(
                object,
                encoded(object.id()),
                CatalogueForm.facts(object),
                isProvider ? wanting.contains(object.id()) : Boolean.FALSE.equals(object.configured()),
                health.get(object.id()));
    }

    /// Providers of which a deployment in use lacks the credential: one that has no deployment, or drained ones
    /// alone, or for which the demo provider answers, wants for nothing.
    static Set<String> wanting(List<CatalogueObject> deployments) {
        return deployments.stream()
                .filter(one -> Boolean.FALSE.equals(one.configured()) && !Boolean.TRUE.equals(one.drained()))
                .map(one -> String.valueOf(one.definition().get("provider")))
                .collect(Collectors.toUnmodifiableSet());
    }

    static String href(String kind, String id) {
        return "/admin/catalogue/" + kind + "/" + encoded(id);
    }

    static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    public boolean isManaged() {
        return object.source().equals(CatalogueObject.MANAGED);
    }

    /// Null becomes false: of others it is not known.
    public boolean isDrained() {
        return Boolean.TRUE.equals(object.drained());
    }

    public boolean isUnconfigured() {
        return Boolean.FALSE.equals(object.configured());
    }

    public boolean isUnpriced() {
        return Boolean.FALSE.equals(object.priced());
    }

    /// A field's text; empty when it declares none.
    public String text(String field) {
        return facts.stream()
                .filter(fact -> fact.name().equals(field))
                .map(Fact::value)
                .findFirst()
                .orElse("");
    }

    /// Where the provider that it names is shown.
    public String providerHref() {
        return href("providers", text("provider"));
    }

    public String modelHref() {
        return href("models", text("model"));
    }
}
