package dev.tollgate.console.keys;

import dev.tollgate.console.access.Refusals;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.accounts.SpendLimitResource;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.web.Form;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A spend limit that is made together with its key.
@ApplicationScoped
class KeyLimits {
    private final SpendLimitResource limits;
    private final Caller caller;

    @Inject
    KeyLimits(SpendLimitResource limits, Caller caller) {
        this.limits = limits;
        this.caller = caller;
    }

    /// Makes the limit that the form asks for, then what names it. Should that not come about, the limit is ended:
    /// what binds no key is not there.
    ///
    /// @param then is told the limit's id, or null when none is asked for, or the form is wrong
    Uni<Response> with(Form form, String account, Function<@Nullable String, Uni<Response>> then) {
        Long amount = form.credits("amount");
        KeyForm.command(form, account, null);
        if (amount == null || form.isWrong()) {
            return then.apply(null);
        }
        if (!new Rights(caller.principal()).on(account, Permission.BILLING_WRITE)) {
            throw Refusals.permission(Permission.BILLING_WRITE, "A new spend limit");
        }
        return limits.create(new SpendLimitCommand(account, amount.toString(), form.value("period"), null))
                .chain(made -> then.apply(made.id())
                        .onFailure()
                        .call(_ -> limits.end(made.id()))
                        .call(answer -> answer.getStatus() >= 400 ? limits.end(made.id()) : none(made)));
    }

    private static Uni<SpendLimitView> none(SpendLimitView made) {
        return Uni.createFrom().item(made);
    }
}
