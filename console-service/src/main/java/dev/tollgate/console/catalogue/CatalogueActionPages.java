package dev.tollgate.console.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.Screen;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.routing.v1.CatalogueObject;
import dev.tollgate.contract.routing.v1.CredentialCommand;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is done with the catalogue's objects, by forms.
@Path("/admin/catalogue")
@Produces(MediaType.TEXT_HTML)
public class CatalogueActionPages {
    private static final String VERSION = "version";
    private static final String SECRET = "secret";

    private final ObjectResource objects;
    private final CatalogueResource catalogue;
    private final CatalogueAround around;
    private final Screen screen;
    private final Form form;

    @Inject
    CatalogueActionPages(
            ObjectResource objects, CatalogueResource catalogue, CatalogueAround around, Screen screen, Form form) {
        this.objects = objects;
        this.catalogue = catalogue;
        this.around = around;
        this.screen = screen;
        this.form = form;
    }

    @POST
    @Path(CataloguePages.KIND)
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> create(@PathParam("kind") String kind) {
        ObjectNode definition = CatalogueForm.created(form, kind);
        if (form.isWrong()) {
            return addAgain(kind);
        }
        return objects.create(kind, definition.toString())
                .chain(made -> keepSecret(kind, made))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> {
                    form.mark(failure, CatalogueForm.fields(kind), CatalogueForm.NAMES);
                    return addAgain(kind);
                });
    }

    /// What somebody changed meanwhile is shown beside what was typed, which stays; to save again is to
    /// overwrite it knowingly, as the form then bears the newer version.
    @POST
    @Path(CataloguePages.KIND + "/{id}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> change(@PathParam("kind") String kind, @PathParam("id") String id) {
        ObjectNode changes = CatalogueForm.changes(form, kind);
        Long seen = form.number(VERSION);
        changes.put(VERSION, seen == null ? 0 : seen);
        if (form.isWrong()) {
            return again(kind, id, seen, false);
        }
        return objects.change(kind, id, changes.toString())
                .map(_ -> screen.go(Shelved.href(kind, id), words().saved()))
                .onFailure(ServiceException.class)
                .recoverWithUni(failure -> refused(kind, id, seen, failure));
    }

    @POST
    @Path(CataloguePages.KIND + "/{id}/{action:drain|undrain|delete|secret}")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> act(
            @PathParam("kind") String kind, @PathParam("id") String id, @PathParam("action") String action) {
        String here = Shelved.href(kind, id);
        if (action.equals(SECRET) && form.required(SECRET).isEmpty()) {
            return asked(kind, id, action);
        }
        Uni<Response> done =
                switch (action) {
                    case "drain" -> objects.drain(id).map(_ -> screen.go(here, words().drainDone()));
                    case "undrain" -> objects.undrain(id).map(_ -> screen.go(here, words().undrainDone()));
                    case SECRET ->
                        catalogue
                                .setCredential(id, new CredentialCommand(form.value(SECRET)))
                                .map(_ -> screen.go(here, words().secretDone()));
                    default ->
                        objects.delete(kind, id, form.text(VERSION))
                                .map(_ -> screen.go("/admin/catalogue/" + kind, words().deleteDone()));
                };
        return done.onFailure(ServiceException.class).recoverWithUni(failure -> {
            form.mark(failure, List.of(SECRET));
            return asked(kind, id, action);
        });
    }

    @POST
    @Path("rotate")
    @Requires(Permission.CATALOGUE_WRITE)
    public Uni<Response> rotate() {
        return catalogue
                .rotateCredentials()
                .map(told -> screen.go(
                        "/admin/catalogue/providers",
                        words().rotateDone(told.resealed(), told.unchanged(), told.keyId())));
    }

    /// The provider is made already: a secret that is refused is asked for again on its page.
    private Uni<Response> keepSecret(String kind, CatalogueObject made) {
        String here = Shelved.href(kind, made.id());
        String secret = form.text(SECRET);
        if (!kind.equals("providers") || secret == null || !"managed".equals(form.value("credential"))) {
            return Uni.createFrom().item(screen.go(here, words().made()));
        }
        return catalogue
                .setCredential(made.id(), new CredentialCommand(secret))
                .map(_ -> screen.go(here, words().made()))
                .onFailure()
                .recoverWithItem(_ -> screen.go(here, words().madeWithoutSecret()));
    }

    private Uni<Response> refused(String kind, String id, @Nullable Long seen, ServiceException failure) {
        boolean overtaken = failure.error().code() == ErrorCode.CONFLICT
                && VERSION.equals(failure.error().param());
        if (!overtaken) {
            form.mark(failure, CatalogueForm.fields(kind), CatalogueForm.NAMES);
        }
        return again(kind, id, seen, overtaken);
    }

    private Uni<Response> again(String kind, String id, @Nullable Long seen, boolean overtaken) {
        return objects.get(kind, id).chain(one -> {
            if (overtaken) {
                form.markWhole(words().overtaken());
            }
            List<Shelved.Fact> others = overtaken ? CatalogueForm.differing(form, one) : null;
            CatalogueForm.store(form, one);
            return around.of(kind, one)
                    .chain(view -> screen.show(
                            422, CatalogueTemplates.one(kind, view, overtaken ? one.version() : seen, others)));
        });
    }

    private Uni<Response> asked(String kind, String id, String action) {
        return objects.get(kind, id)
                .chain(one -> screen.show(422, CatalogueTemplates.confirm(kind, Shelved.of(one), action)));
    }

    private Uni<Response> addAgain(String kind) {
        return around.choices(kind).chain(some -> screen.show(422, CatalogueTemplates.add(kind, some)));
    }

    private CatalogueWords words() {
        return screen.words(CatalogueWords.class);
    }
}
