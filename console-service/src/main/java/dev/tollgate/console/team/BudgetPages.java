package dev.tollgate.console.team;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.accounts.OfSpendLimit;
import dev.tollgate.console.accounts.SpendLimitResource;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.users.MemberResource;
import dev.tollgate.console.web.Address;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Frame;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.MemberView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.SpendLimitCommand;
import dev.tollgate.contract.billing.v1.SpendLimitView;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What an account and its people may spend: limits that refuse, and budgets that only tell.
@Path("/team/budgets")
@Produces(MediaType.TEXT_HTML)
public class BudgetPages {
    private static final String LIST = "/team/budgets";

    private final SpendLimitResource limits;
    private final MemberResource members;
    private final Selected selected;
    private final Caller caller;
    private final Frame frame;
    private final Screen screen;
    private final Form form;

    @Inject
    BudgetPages(
            SpendLimitResource limits,
            MemberResource members,
            Selected selected,
            Caller caller,
            Frame frame,
            Screen screen,
            Form form) {
        this.limits = limits;
        this.members = members;
        this.selected = selected;
        this.caller = caller;
        this.frame = frame;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> list(@QueryParam("search") @DefaultValue("") String search, @BeanParam PageAsk ask) {
        String account = selected.account();
        if (account == null) {
            return screen.show(TeamTemplates.none());
        }
        Address address = new Address(frame.at(LIST)).with("search", search);
        Uni<Page<SpendLimitView>> page = limits.list(account, search, ask);
        return Uni.combine()
                .all()
                .unis(page, people(account))
                .asTuple()
                .chain(both -> screen.show(BudgetTemplates.budgets(
                        both.getItem1(),
                        search.strip(),
                        names(both.getItem2()),
                        Pager.of(address, ask, both.getItem1()))));
    }

    @GET
    @Path("new")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> ask() {
        form.store("alert_at", "50, 80, 100").store("period", "month").store("budget", "refuse");
        return again(200);
    }

    @POST
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> create() {
        String account = selected.account();
        if (account == null) {
            return screen.show(TeamTemplates.none());
        }
        SpendLimitCommand command = BudgetForm.made(form, account, words());
        return form.isWrong()
                ? again(422)
                : limits.create(command)
                        .map(_ -> screen.go(frame.at(LIST), words().budgetMade()))
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, BudgetForm.FIELDS);
                            return again(422);
                        });
    }

    @GET
    @Path("{id}")
    @Requires(value = Permission.BILLING_READ, account = OfSpendLimit.class)
    public Uni<Response> get(@PathParam("id") String id) {
        return limits.get(id).chain(limit -> {
            BudgetForm.store(form, limit);
            return one(200, limit);
        });
    }

    @POST
    @Path("{id}")
    @Requires(value = Permission.BILLING_WRITE, account = OfSpendLimit.class)
    public Uni<Response> change(@PathParam("id") String id) {
        SpendLimitCommand command = BudgetForm.changed(form, words());
        return limits.get(id)
                .chain(limit -> form.isWrong()
                        ? one(422, limit)
                        : limits.change(id, command)
                                .map(_ -> back(limit, words().budgetChanged()))
                                .onFailure(ServiceException.class)
                                .recoverWithUni(failure -> {
                                    form.mark(failure, BudgetForm.FIELDS);
                                    return one(422, limit);
                                }));
    }

    @GET
    @Path("{id}/end")
    @Requires(value = Permission.BILLING_WRITE, account = OfSpendLimit.class)
    public Uni<Response> confirm(@PathParam("id") String id) {
        return limits.get(id).chain(limit -> screen.show(BudgetTemplates.endBudget(limit)));
    }

    @POST
    @Path("{id}/end")
    @Requires(value = Permission.BILLING_WRITE, account = OfSpendLimit.class)
    public Uni<Response> end(@PathParam("id") String id) {
        return limits.end(id).map(limit -> back(limit, words().budgetEnded()));
    }

    private Response back(SpendLimitView limit, String done) {
        String list = new Address(LIST).with("account", limit.accountId()).text();
        return screen.go(list, done);
    }

    private Uni<Response> one(int status, SpendLimitView limit) {
        return people(limit.accountId())
                .chain(people -> screen.show(status, BudgetTemplates.budget(limit, names(people))));
    }

    private Uni<Response> again(int status) {
        String account = selected.account();
        return account == null
                ? screen.show(TeamTemplates.none())
                : people(account).chain(people -> screen.show(status, BudgetTemplates.newBudget(people)));
    }

    /// Whose names the user may know; who may not sees ids.
    private Uni<List<MemberView>> people(String account) {
        return new Rights(caller.principal()).on(account, Permission.MEMBERS_READ)
                ? members.list(account).map(Page::data)
                : Uni.createFrom().item(List.of());
    }

    private static Map<String, String> names(List<MemberView> people) {
        return people.stream().collect(Collectors.toMap(MemberView::userId, MemberView::name, (one, _) -> one));
    }

    private TeamWords words() {
        return screen.words(TeamWords.class);
    }
}
