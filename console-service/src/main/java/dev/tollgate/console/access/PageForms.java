package dev.tollgate.console.access;

import dev.tollgate.console.login.SessionCookie;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a page's form sent, and refuses it when another site's page may have sent it.
@ApplicationScoped
class PageForms {
    private final FormToken token;
    private final SessionCookie sessions;
    private final PageCall call;

    @Inject
    PageForms(FormToken token, SessionCookie sessions, PageCall call) {
        this.token = token;
        this.sessions = sessions;
        this.call = call;
    }

    @Nullable
    String session(Asked asked) {
        return sessions.read(asked.cookies());
    }

    /// Fails with a 403 for a form that is not ours.
    Uni<Void> read(Asked asked) {
        call.isOfPage();
        if (!asked.isUnsafe()) {
            return Uni.createFrom().voidItem();
        }
        String site = asked.header("Sec-Fetch-Site");
        if (site != null && !List.of("same-origin", "none").contains(site)) {
            return Uni.createFrom().failure(forged());
        }
        return asked.form().invoke(fields -> accept(asked, fields)).replaceWithVoid();
    }

    private void accept(Asked asked, MultivaluedMap<String, String> fields) {
        String header = asked.header(FormToken.HEADER);
        String shown = header == null ? fields.getFirst(FormToken.FIELD) : header;
        if (!token.isOf(shown, token.visit(asked.cookies()), session(asked))) {
            throw forged();
        }
        call.sent(fields);
    }

    private static ServiceException forged() {
        return new ServiceException(
                ErrorCode.MISSING_SCOPE, "This form is out of date: load the page again, then send it once more.");
    }
}
