package dev.tollgate.console.playground;

import dev.tollgate.console.models.PublicModel;
import dev.tollgate.contract.billing.v1.UsageRecordView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/// The pages of the playground.
@CheckedTemplate(basePath = "playground")
final class PlaygroundTemplates {
    private PlaygroundTemplates() {}

    static native TemplateInstance chat(List<PublicModel> models, String chosen);

    /// @param tokens and other units, all together
    static native TemplateInstance cost(UsageRecordView record, long tokens);
}
