package dev.tollgate.console.catalogue;

import dev.tollgate.contract.routing.v1.ProviderKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;

/// The dialects that a provider may speak, as `inject:kinds` in templates.
@Named("kinds")
@ApplicationScoped
public class Kinds {
    public List<ProviderKind> all() {
        return List.of(ProviderKind.values());
    }
}
