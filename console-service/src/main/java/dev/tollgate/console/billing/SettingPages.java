package dev.tollgate.console.billing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.payments.ContactResource;
import dev.tollgate.console.payments.PaymentResource;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.ContactCommand;
import dev.tollgate.contract.billing.v1.PaymentMethodView;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
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

/// How an account is paid for: whom mails go to, automatic top-ups, and saved cards.
@Path("/billing")
@Produces(MediaType.TEXT_HTML)
public class SettingPages {
    private static final String PLACE = "/billing/settings";

    private final ContactResource contacts;
    private final PaymentResource payments;
    private final OneAccount one;
    private final Screen screen;
    private final Form form;

    @Inject
    SettingPages(ContactResource contacts, PaymentResource payments, OneAccount one, Screen screen, Form form) {
        this.contacts = contacts;
        this.payments = payments;
        this.one = one;
        this.screen = screen;
        this.form = form;
    }

    @GET
    @Path("settings")
    @Requires(value = Permission.BILLING_READ, account = Selected.class)
    public Uni<Response> settings() {
        return one.of(account -> show(200, account));
    }

    @POST
    @Path("contact")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> contact() {
        return one.of(account -> contacts.setContact(account, new ContactCommand(form.text("email")))
                .map(_ -> screen.go(PLACE, words().contactSaved()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(account, failure, List.of("email"))));
    }

    @POST
    @Path("auto-top-up")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> auto() {
        return one.of(account -> payments.autoTopUp(account).chain(now -> {
            var command = AutoTopUpForm.command(form, now.currency(), words());
            if (form.isWrong()) {
                return show(422, account);
            }
            return payments.setAutoTopUp(account, command)
                    .map(_ -> screen.go(PLACE, words().autoSaved()))
                    .onFailure(ServiceException.class)
                    .recoverWithUni(failure -> refused(account, failure, AutoTopUpForm.FIELDS));
        }));
    }

    /// Asks before it is done: a dialog asks the same where scripts run.
    @GET
    @Path("forget")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> confirm(@QueryParam("card") @DefaultValue("") String id) {
        return one.of(account -> payments.methods(account).chain(cards -> {
            Optional<PaymentMethodView> card =
                    cards.stream().filter(each -> each.id().equals(id)).findFirst();
            return card.isPresent()
                    ? screen.show(BillingTemplates.forget(card.get()))
                    : Uni.createFrom().item(screen.go(PLACE));
        }));
    }

    @POST
    @Path("forget")
    @Requires(value = Permission.BILLING_WRITE, account = Selected.class)
    public Uni<Response> forget() {
        return one.of(account -> {
            String card = form.required("card");
            return form.isWrong()
                    ? show(422, account)
                    : payments.forget(account, card)
                            .map(_ -> screen.go(PLACE, words().forgotten()))
                            .onFailure(ServiceException.class)
                            .recoverWithUni(failure -> refused(account, failure, List.of()));
        });
    }

    private Uni<Response> refused(String account, ServiceException failure, List<String> fields) {
        form.mark(failure, fields);
        return show(422, account);
    }

    private Uni<Response> show(int status, String account) {
        return Uni.combine()
                .all()
                .unis(contacts.contact(account), payments.autoTopUp(account), payments.methods(account))
                .asTuple()
                .chain(all -> {
                    form.store("email", all.getItem1().email());
                    AutoTopUpForm.store(form, all.getItem2());
                    return screen.show(status, BillingTemplates.settings(all.getItem2(), all.getItem3()));
                });
    }

    private BillingWords words() {
        return screen.words(BillingWords.class);
    }
}
