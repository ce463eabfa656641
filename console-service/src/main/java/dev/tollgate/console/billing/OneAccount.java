package dev.tollgate.console.billing;

import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/// Money is always one account's: somebody of the platform who looks at all of them is asked to choose.
@ApplicationScoped
class OneAccount {
    private final Selected selected;
    private final Screen screen;

    @Inject
    OneAccount(Selected selected, Screen screen) {
        this.selected = selected;
        this.screen = screen;
    }

    Uni<Response> of(Function<String, Uni<Response>> page) {
        String account = selected.account();
        return account == null ? screen.show(BillingTemplates.choose()) : page.apply(account);
    }
}
