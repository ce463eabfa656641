package dev.tollgate.console.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.access.Rights;
import dev.tollgate.console.login.Caller;
import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.users.UserResource;
import dev.tollgate.console.web.Pager;
import dev.tollgate.console.web.Screen;
import dev.tollgate.console.web.Selected;
import dev.tollgate.contract.audit.v1.AuditEntryView;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.UserView;
import dev.tollgate.contract.page.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who changed what, when, and what it was before. Owners see their account's; the platform all, or one account's.
@Path("/audit")
@Produces(MediaType.TEXT_HTML)
public class AuditPages {
    private static final PageAsk MANY = new PageAsk(null, null, "100");

    private final AuditResource audit;
    private final UserResource users;
    private final Selected selected;
    private final Caller caller;
    private final ObjectReader json;
    private final Screen screen;

    @Inject
    AuditPages(
            AuditResource audit,
            UserResource users,
            Selected selected,
            Caller caller,
            ObjectMapper json,
            Screen screen) {
        this.audit = audit;
        this.users = users;
        this.selected = selected;
        this.caller = caller;
        this.json = json.reader();
        this.screen = screen;
    }

    @CheckedTemplate(basePath = "audit")
    static class Templates {
        static native TemplateInstance list(
                Page<AuditRow> changes, AuditSearch wanted, boolean everywhere, Pager pager);

        private Templates() {}
    }

    @GET
    @Requires(value = Permission.AUDIT_READ, account = Selected.class)
    public Uni<Response> list(@BeanParam AuditSearch wanted, @BeanParam PageAsk ask) {
        Rights rights = new Rights(caller.principal());
        boolean everywhere = rights.everywhere(Permission.AUDIT_READ);
        String account = everywhere ? wanted.of() : selected.account();
        Uni<Map<String, String>> logins = rights.everywhere(Permission.USERS_READ)
                ? users.list(null, MANY).map(AuditPages::logins)
                : Uni.createFrom().item(Map.of());
        return logins.chain(known -> found(wanted, account, known, ask).chain(page -> {
            Page<AuditRow> rows = new Page<>(
                    page.object(),
                    page.data().stream()
                            .map(entry -> AuditRow.of(entry, known, json))
                            .toList(),
                    page.firstId(),
                    page.lastId(),
                    page.hasMore());
            return screen.show(Templates.list(rows, wanted, everywhere, Pager.of(wanted.address(), ask, page)));
        }));
    }

    /// A login is a user's id to those who keep the log.
    private Uni<Page<AuditEntryView>> found(
            AuditSearch wanted, @Nullable String account, Map<String, String> logins, PageAsk ask) {
        String actor = logins.entrySet().stream()
                .filter(one -> one.getValue().equalsIgnoreCase(wanted.actor()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(wanted.actor());
        return audit.list(wanted.filter(actor, account), ask);
    }

    /// The newest users' names; others are told by their ids.
    private static Map<String, String> logins(Page<UserView> page) {
        return page.data().stream().collect(Collectors.toMap(UserView::id, UserView::login));
    }
}
