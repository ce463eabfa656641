package dev.tollgate.console.signin;

import dev.tollgate.console.access.OpenToAll;
import dev.tollgate.console.access.Viewing;
import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.console.web.Form;
import dev.tollgate.console.web.OwnPath;
import dev.tollgate.console.web.Screen;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// What a visitor chose, kept in cookies of his own: nothing here is believed, only looked up.
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class PreferencePages {
    private static final List<String> KEPT = List.of("language", "theme", "account");
    private static final int LENGTH_MAX = 100;
    private static final int SECONDS = 400 * 24 * 60 * 60;

    private final SessionCookie cookies;
    private final Viewing viewing;
    private final Screen screen;
    private final Form form;

    @Inject
    PreferencePages(SessionCookie cookies, Viewing viewing, Screen screen, Form form) {
        this.cookies = cookies;
        this.viewing = viewing;
        this.screen = screen;
        this.form = form;
    }

    @POST
    @Path("preferences")
    @OpenToAll("anybody chooses a language and a theme")
    public Response choose() {
        Response.ResponseBuilder answer = Response.fromResponse(screen.go(OwnPath.of(form.value("next"))));
        for (String what : KEPT) {
            if (form.has(what)
                    && form.value(what).length() <= LENGTH_MAX
                    && form.value(what).matches("[\\w.-]*")) {
                answer.cookie(cookies.cookie(what, form.value(what), SECONDS));
            }
        }
        // Who chooses looks no more at the account that was shown him as its owner sees it.
        return (form.has("account") ? answer.cookie(viewing.end()) : answer).build();
    }
}
