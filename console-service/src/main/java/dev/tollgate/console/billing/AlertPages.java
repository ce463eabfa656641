package dev.tollgate.console.billing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.accounts.AlertResource;
import dev.tollgate.console.accounts.SpendLimitResource;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.billing.v1.AlertTargetView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/// What bounds an account's spending, and who is told of it.
@Path("/billing/alerts")
@Produces(MediaType.TEXT_HTML)
public class AlertPages {
    private static final PageAsk MANY = new PageAsk(null, null, "100");
    private static final PageAsk NEWEST = new PageAsk(null, null, null);
    private static final List<String> FIELDS = List.of("kind", "address");

    private final AlertResource alerts;
    private final SpendLimitResource limits;
    private final OneAccount one;
    private final Screen screen;
    private final Form form;

    @Inject
    AlertPages(AlertResource alerts, SpendLimitResource limits, OneAccount one, Screen screen, Form form) {
        this.alerts = alerts;
        this.limits = limits;
        this.one = one;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> list(@BeanParam PageAsk ask) {
        return one.of(account -> show(200, account, ask));
    }

    /// A webhook's secret is in this answer alone: it is no redirect.
    @POST
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> add() {
        return one.of(account -> {
            String address = form.required("address");
            if (form.isWrong()) {
                return show(422, account, NEWEST);
            }
            return alerts.add(account, new AlertTargetCommand(account, form.value("kind"), address))
                    .chain(made -> made.secret() == null
                            ? Uni.createFrom().item(screen.go("/billing/alerts", words().targetAdded()))
                            : screen.show(BillingTemplates.targetMade(made)))
                    .onFailure(ServiceException.class)
                    .recoverWithUni(failure -> {
                        form.mark(failure, FIELDS);
                        return show(422, account, NEWEST);
                    });
        });
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path("end")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> confirm(@QueryParam("target") @DefaultValue("") String id) {
        return one.of(account -> targets(account).chain(known -> {
            Optional<AlertTargetView> target =
                    known.stream().filter(each -> each.id().equals(id)).findFirst();
            return target.isPresent()
                    ? screen.show(BillingTemplates.targetEnd(target.get()))
                    : Uni.createFrom().item(screen.go("/billing/alerts"));
        }));
    }

    @POST
    @Path("end")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> end() {
        return one.of(account -> {
            String target = form.required("target");
            return form.isWrong()
                    ? show(422, account, NEWEST)
                    : alerts.end(account, target).map(_ -> screen.go("/billing/alerts", words().targetEnded()));
        });
    }

    private Uni<Response> show(int status, String account, PageAsk ask) {
        Address address = new Address("/billing/alerts");
        return Uni.combine()
                .all()
                .unis(limits.list(account, null, MANY), targets(account), alerts.alerts(account, ask))
                .asTuple()
                .chain(all -> screen.show(
                        status,
                        BillingTemplates.alerts(
                                all.getItem1(),
                                all.getItem2(),
                                all.getItem3(),
                                Pager.of(address, ask, all.getItem3()))));
    }

    private Uni<List<AlertTargetView>> targets(String account) {
        return alerts.targets(account, MANY).map(Page::data).map(all -> all.stream()
                .filter(target -> target.endedAt() == null)
                .toList());
    }

    private BillingWords words() {
        return screen.words(BillingWords.class);
    }
}
