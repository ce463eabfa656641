package dev.tollgate.console.team;

import dev.tollgate.console.web.Pager;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.Map;

/// The pages about what an account's people may spend.
@CheckedTemplate(basePath = "team")
final class BudgetTemplates {
    private BudgetTemplates() {}

    /// @param names of members by their ids, as far as they are known
    static native TemplateInstance budgets(
            Page<SpendLimitView> budgets, String search, Map<String, String> names, Pager pager);

    static native TemplateInstance newBudget(List<MemberView> members);

    static native TemplateInstance budget(SpendLimitView budget, Map<String, String> names);

    static native TemplateInstance endBudget(SpendLimitView budget);
}
