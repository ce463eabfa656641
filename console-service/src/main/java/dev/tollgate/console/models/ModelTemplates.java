package dev.tollgate.console.models;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The pages about models and prices.
@CheckedTemplate(basePath = "models")
final class ModelTemplates {
    private ModelTemplates() {}

    static native TemplateInstance list(PricedList list, ModelSearch wanted);

    static native TemplateInstance pricing(PricedList list, ModelSearch wanted);

    static native TemplateInstance one(Priced priced, PriceScale scale);
}
