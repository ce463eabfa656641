package dev.tollgate.console.docs;

import dev.tollgate.console.models.PriceScale;
import dev.tollgate.contract.error.ErrorCode;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/// The pages of the documentation.
@CheckedTemplate(basePath = "docs")
final class DocTemplates {
    private DocTemplates() {}

    /// @param codes every error that a caller can get
    /// @param rates what credit costs, a currency each
    static native TemplateInstance page(
            Topic topic, List<Topic> topics, boolean chinese, List<ErrorCode> codes, List<PriceScale> rates);
}
