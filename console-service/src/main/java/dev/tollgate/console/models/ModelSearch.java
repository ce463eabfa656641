package dev.tollgate.console.models;

import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which models a reader looks for.
///
/// @param search in names, aliases, owners and providers
/// @param provider the display name of one that serves it
/// @param capability one of what a model can, as the catalogue names it: `vision`
public record ModelSearch(
        @QueryParam("search") @Nullable String search,
        @QueryParam("provider") @Nullable String provider,
        @QueryParam("capability") @Nullable String capability) {
    public ModelSearch {
        search = search == null || search.isBlank() ? null : search.strip();
        provider = provider == null || provider.isBlank() ? null : provider;
        capability = capability == null || capability.isBlank() ? null : capability;
    }

    /// Whether not all are looked for.
    public boolean isAny() {
        return search != null || provider != null || capability != null;
    }

    boolean matches(PublicModel model) {
        String text = model.id() + " " + model.aliases() + " " + model.ownedBy() + " " + model.providers();
        return (search == null || text.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                && (provider == null || model.providers().contains(provider))
                && (capability == null || model.capabilities().contains(capability));
    }
}
