package dev.tollgate.console.keys;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Viewing;
import dev.tollgate.console.web.BrandConfig;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.auth.v1.CreatedKey;
import dev.tollgate.contract.auth.v1.KeyCommand;
import dev.tollgate.contract.auth.v1.KeyStatus;
import dev.tollgate.contract.auth.v1.KeyView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.RevokeKey;
import dev.tollgate.contract.auth.v1.RotateKey;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/// What is done with keys, by forms.
@Path("/keys")
@Produces(MediaType.TEXT_HTML)
public class KeyActionPages {
    private final KeyResource keys;
    private final KeyChoices choices;
    private final KeyLimits limits;
    private final Selected selected;
    private final Viewing viewing;
    private final BrandConfig brand;
    private final Screen screen;
    private final Form form;

    @Inject
    KeyActionPages(
            KeyResource keys,
            KeyChoices choices,
            KeyLimits limits,
            Selected selected,
            Viewing viewing,
            BrandConfig brand,
            Screen screen,
            Form form) {
        this.keys = keys;
        this.choices = choices;
        this.limits = limits;
        this.selected = selected;
        this.viewing = viewing;
        this.brand = brand;
        this.screen = screen;
        this.form = form;
    }

    /// The secret is in this answer alone: it is no redirect.
    @POST
    @Requires(value = Permission.KEYS_WRITE, account = Selected.class)
    public Uni<Response> create() {
        String account = selected.account() == null ? form.required("account_id") : selected.account();
        // Who looks at all accounts names one in the form, which the rule of pages did not see.
        if (!account.isEmpty() && !viewing.isShown(account)) {
            form.mark("account_id", words().viewFirst());
            return again();
        }
        return limits.with(form, account, limit -> {
                    KeyCommand command = KeyForm.command(form, account, limit);
                    return form.isWrong()
                            ? again()
                            : keys.create(form.text("idempotency_key"), command).chain(this::made);
                })
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(failure));
    }

    @POST
    @Path("{id}")
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<Response> change(@PathParam("id") String id) {
        return keys.get(id).chain(key -> limits.with(form, key.accountId(), limit -> {
                    KeyCommand command = KeyForm.command(form, null, limit);
                    return form.isWrong()
                            ? again(key)
                            : keys.change(id, command).map(_ -> screen.go("/keys/" + id, words().saved()));
                })
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    form.mark(failure, KeyForm.FIELDS);
                    return again(key);
                }));
    }

    @POST
    @Path("{id}/rotate")
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<Response> rotate(@PathParam("id") String id) {
        form.required("grace");
        Long grace = form.number("grace");
        return grace == null
                ? askRotation(id)
                : keys.rotate(id, new RotateKey(grace))
                        .chain(this::made)
                        .onFailure(ServiceException.class)
                        .recoverWithUni(failure -> {
                            form.mark(failure, List.of("grace"), Map.of("grace_seconds", "grace"));
                            return askRotation(id);
                        });
    }

    @POST
    @Path("{id}/disable")
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<Response> disable(@PathParam("id") String id) {
        return turn(id, KeyStatus.DISABLED).map(_ -> screen.go("/keys/" + id, words().disableDone()));
    }

    @POST
    @Path("{id}/enable")
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<Response> enable(@PathParam("id") String id) {
        return turn(id, KeyStatus.ACTIVE).map(_ -> screen.go("/keys/" + id, words().enableDone()));
    }

    @POST
    @Path("{id}/revoke")
    @Requires(value = Permission.KEYS_WRITE, account = OfKey.class)
    public Uni<Response> revoke(@PathParam("id") String id) {
        return keys.revoke(id, new RevokeKey(form.has("end_streams")))
                .map(_ -> screen.go("/keys", words().revokeDone()));
    }

    private Uni<KeyView> turn(String id, KeyStatus status) {
        return keys.change(id, new KeyCommand(null, null, null, status, null, null, null, null, null, null, null));
    }

    private Uni<Response> made(CreatedKey made) {
        List<String> models = made.key().models();
        String model = models == null || models.isEmpty() ? brand.sampleModel() : models.getFirst();
        return screen.show(KeyTemplates.made(made, model));
    }

    private Uni<Response> askRotation(String id) {
        return keys.get(id).chain(key -> screen.show(422, KeyTemplates.confirm(key, "rotate")));
    }

    private Uni<Response> refused(ServiceException failure) {
        if (failure.error().code() == ErrorCode.CONFLICT) {
            form.markWhole(words().alreadyMade());
        } else {
            form.mark(failure, KeyForm.FIELDS);
        }
        return again();
    }

    private Uni<Response> again() {
        return choices.of(selected.account()).chain(some -> screen.show(422, KeyTemplates.add(some)));
    }

    private Uni<Response> again(KeyView key) {
        return choices.of(key.accountId()).chain(some -> screen.show(422, KeyTemplates.one(key, some)));
    }

    private KeyWords words() {
        return screen.words(KeyWords.class);
    }
}
