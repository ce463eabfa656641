package dev.tollgate.console.keys;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The pages about keys.
@CheckedTemplate(basePath = "keys")
final class KeyTemplates {
    private KeyTemplates() {}

    static native TemplateInstance list(Page<KeyView> keys, KeySearch wanted, Pager pager);

    static native TemplateInstance add(KeyChoices.Some choices);

    static native TemplateInstance one(KeyView key, KeyChoices.Some choices);

    static native TemplateInstance confirm(KeyView key, String action);

    static native TemplateInstance made(CreatedKey made, String model);
}
