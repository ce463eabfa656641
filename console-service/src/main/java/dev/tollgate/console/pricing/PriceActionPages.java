package dev.tollgate.console.pricing;

import dev.tollgate.console.access.Requires;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.billing.v1.PublishPrices;
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
import org.jspecify.annotations.Nullable;

/// What is done with drafts of prices, by forms.
@Path("/admin/prices")
@Produces(MediaType.TEXT_HTML)
public class PriceActionPages {
    private static final String EFFECTIVE = "effective_from";
    private static final List<String> IMPORT_FIELDS = List.of("file", "what", "markup", "note");

    private final PriceDraftResource drafts;
    private final DraftDesk desk;
    private final Screen screen;
    private final Form form;

    @Inject
    PriceActionPages(PriceDraftResource drafts, DraftDesk desk, Screen screen, Form form) {
        this.drafts = drafts;
        this.desk = desk;
        this.screen = screen;
        this.form = form;
    }

    @POST
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> create() {
        return write(null);
    }

    /// A draft never changes: another one is made in its place, and it is deleted.
    @POST
    @Path("drafts/{id}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> replace(@PathParam("id") String id) {
        return write(id);
    }

    @POST
    @Path("import")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> take() {
        String file = form.required("file");
        return (form.isWrong()
                        ? screen.show(422, PriceTemplates.take())
                        : drafts.take(file, form.text("what"), form.text("markup"), form.text("note"))
                                .map(made -> screen.go("/admin/prices/drafts/" + made.id(), words().made())))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    form.mark(failure, IMPORT_FIELDS, Map.of("", "file"));
                    return screen.show(422, PriceTemplates.take());
                });
    }

    @POST
    @Path("drafts/{id}/{action:publish|discard}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> act(@PathParam("id") String id, @PathParam("action") String action) {
        Long from = form.time(EFFECTIVE);
        if (form.isWrong()) {
            return asked(id, action);
        }
        Uni<Response> done = action.equals("publish")
                ? drafts.publish(id, new PublishPrices(from))
                        .map(_ -> screen.go("/admin/prices/drafts/" + id, words().publishDone()))
                : drafts.delete(id).map(_ -> screen.go("/admin/prices", words().discardDone()));
        return done.onFailure(ServiceException.class).recoverWithUni(failure -> {
            form.mark(failure, List.of(EFFECTIVE));
            return asked(id, action);
        });
    }

    private Uni<Response> write(@Nullable String replaced) {
        if (form.has("more")) {
            return desk.more(form).chain(shape -> screen.show(PriceTemplates.compose(replaced, shape)));
        }
        String text = DraftLines.text(form, words());
        if (form.isWrong()) {
            return again(replaced);
        }
        return drafts.create(text, form.text("note"))
                .call(_ -> replaced == null ? Uni.createFrom().voidItem() : drafts.delete(replaced))
                .map(made -> screen.go("/admin/prices/drafts/" + made.id(), words().made()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    form.mark(failure, List.of("note"));
                    return again(replaced);
                });
    }

    private Uni<Response> again(@Nullable String replaced) {
        return desk.shape(form).chain(shape -> screen.show(422, PriceTemplates.compose(replaced, shape)));
    }

    private Uni<Response> asked(String id, String action) {
        return drafts.get(id).chain(draft -> screen.show(422, PriceTemplates.confirm(draft, action)));
    }

    private PriceWords words() {
        return screen.words(PriceWords.class);
    }
}
