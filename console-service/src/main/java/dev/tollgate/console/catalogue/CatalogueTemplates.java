package dev.tollgate.console.catalogue;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.routing.v1.CatalogueStatus;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The pages about the catalogue.
@CheckedTemplate(basePath = "catalogue")
final class CatalogueTemplates {
    private CatalogueTemplates() {}

    static native TemplateInstance list(
            String kind, List<Shelved> shelf, @Nullable String search, CatalogueStatus status, Pager pager);

    static native TemplateInstance add(String kind, CatalogueAround.Choices choices);

    /// @param version that a change is upon
    /// @param others what somebody else has stored meanwhile, where it is not what was typed; null when
    ///     nobody has
    static native TemplateInstance one(
            String kind, CatalogueAround.View view, @Nullable Long version, @Nullable List<Shelved.Fact> others);

    static native TemplateInstance confirm(String kind, Shelved shelved, String action);

    static native TemplateInstance rotate();
}
