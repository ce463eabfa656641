package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The fake's paths: the API below `/v1`, payment pages below `/pay`, and what happens to money outside of the
/// API below `/test`. All on one event loop; tests' own threads and it share the shelf's lock.
public final class StripeRoutes {
    private static final int BODY_MAX = 1 << 20;
    private static final int KEYS_MAX = 10_000;

    /// Answers given before a call is looked at: not kept under its key.
    private static final Set<Integer> UNKEPT = Set.of(401, 403);

    private final FakeStripeSettings settings;
    private final Shelf shelf;
    private final Till till;
    private final Desk desk;
    private final AtomicInteger lose = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, Answered> answered = new LinkedHashMap<>();
    private volatile boolean refusing;
    private volatile @Nullable String refusedRefunds;

    /// What was answered under an idempotency key.
    private record Answered(String asked, int status, String body) {}

    public StripeRoutes(Vertx vertx, FakeStripeSettings settings) {
        this.settings = settings;
        Bell bell = new Bell(vertx, settings.webhookUrl(), settings.webhookSecrets());
        shelf = new Shelf(settings.stateFile());
        till = new Till(shelf, bell::ring);
        desk = new Desk(shelf, till);
    }

    /// Serves the fake on a router of its own.
    public void mount(Router router) {
        post(router, "/v1/checkout/sessions", (form, context) -> desk.openSession(form, pages(context)));
        get(router, "/v1/checkout/sessions/:id", context -> desk.get("checkout.session", context.pathParam("id")));
        post(router, "/v1/payment_intents", (form, _) -> desk.chargeCard(form));
        get(router, "/v1/payment_intents", context -> desk.intents(query(context)));
        get(router, "/v1/payment_intents/:id", context -> desk.get("payment_intent", context.pathParam("id")));
        post(router, "/v1/refunds", (form, _) -> {
            String code = refusedRefunds;
            if (code != null) {
                throw Complaint.invalid(code, "The refund was refused.", null);
            }
            return desk.refund(form);
        });
        get(router, "/v1/refunds", context -> desk.refunds(query(context)));
        get(router, "/v1/refunds/:id", context -> desk.get("refund", context.pathParam("id")));
        post(router, "/v1/customers", (form, _) -> desk.createCustomer(form));
        get(router, "/v1/payment_methods", context -> desk.methods(query(context)));
        post(router, "/v1/payment_methods/:id/detach", (form, context) -> {
            form.only(Set.of());
            return desk.detach(context.pathParam("id"));
        });
        router.get("/pay/:id")
                .handler(context ->
                        page(context, () -> PayPage.of(shelf.get("checkout.session", context.pathParam("id")))));
        router.post("/pay/:id/:what").handler(context -> context.request()
                .body()
                .onSuccess(body -> page(context, () -> act(context, Form.read(body.toString())))));
        router.post("/test/:what").handler(context -> context.request()
                .body()
                .onSuccess(body -> page(context, () -> happen(context, Form.read(body.toString())))));
        router.route()
                .handler(context -> refuse(
                        context,
                        Complaint.unknownPath(
                                context.request().method().name(),
                                context.request().path())));
    }

    private String act(RoutingContext context, Form form) {
        String id = context.pathParam("id");
        ObjectNode session = shelf.get("checkout.session", id);
        String card = form.textOrNull("card") == null
                ? "4242424242424242"
                : form.text("card").replace(" ", "");
        switch (context.pathParam("what")) {
            case "pay", "later" -> {
                boolean paid = till.pay(id, card, context.pathParam("what").equals("later"));
                return paid
                        ? "redirect " + session.path("success_url").asText()
                        : PayPage.note("The card was declined.");
            }
            case "decline" -> {
                till.pay(id, Till.DECLINED, false);
                return PayPage.note("The card was declined.");
            }
            case "abandon" -> {
                return "redirect " + session.path("cancel_url").asText();
            }
            default -> throw Complaint.unknownPath("POST", context.request().path());
        }
    }

    private String happen(RoutingContext context, Form form) {
        switch (context.pathParam("what")) {
            case "expire" -> till.expire(form.text("session"));
            case "dispute" -> till.dispute(form.text("payment_intent"), form.positive("amount"), form.flag("inquiry"));
            case "close-dispute" -> till.close(form.text("dispute"), form.flag("won"));
            case "fail-refund" -> till.fail(form.text("refund"));
            default -> throw Complaint.unknownPath("POST", context.request().path());
        }
        return PayPage.note("Done.");
    }

    private void page(RoutingContext context, Supplier<String> answer) {
        try {
            String html;
            synchronized (shelf) {
                html = answer.get();
            }
            if (html.startsWith("redirect ")) {
                context.response()
                        .setStatusCode(303)
                        .putHeader("location", html.substring("redirect ".length()))
                        .end();
            } else {
                context.response()
                        .putHeader("content-type", "text/html; charset=utf-8")
                        .end(html);
            }
        } catch (Complaint complaint) {
            refuse(context, complaint);
        }
    }

    private static Form query(RoutingContext context) {
        String query = context.request().query();
        return Form.read(query == null ? "" : query);
    }

    private void get(Router router, String path, Function<RoutingContext, ObjectNode> work) {
        router.get(path).handler(context -> {
            calls.incrementAndGet();
            answer(context, null, "", () -> work.apply(context));
        });
    }

    private void post(Router router, String path, Endpoint work) {
        router.post(path).handler(context -> context.request().body().onSuccess(body -> {
            calls.incrementAndGet();
            String text = body.length() > BODY_MAX ? "" : body.toString();
            String key = context.request().getHeader("idempotency-key");
            answer(context, key, text, () -> work.answer(form(context, text), context));
        }));
    }

    private static Form form(RoutingContext context, String text) {
        String type = context.request().getHeader("content-type");
        if (!text.isEmpty() && (type == null || !type.startsWith("application/x-www-form-urlencoded"))) {
            throw Complaint.invalid("invalid_content_type", "Send application/x-www-form-urlencoded.", null);
        }
        return Form.read(text);
    }

    private void answer(RoutingContext context, @Nullable String key, String asked, Supplier<ObjectNode> work) {
        Answered answer;
        boolean again = false;
        synchronized (shelf) {
            Answered before = key == null ? null : answered.get(key);
            String what = context.request().path() + " " + asked;
            if (before != null && isKnown(context)) {
                again = true;
                answer = before.asked().equals(what) ? before : of(what, Complaint.keyReused());
            } else {
                answer = make(context, what, work);
                if (key != null && !UNKEPT.contains(answer.status()) && answered.size() < KEYS_MAX) {
                    answered.put(key, answer);
                }
            }
        }
        send(context, answer, again);
    }

    private Answered make(RoutingContext context, String what, Supplier<ObjectNode> work) {
        try {
            if (!isKnown(context)) {
                throw Complaint.unauthorized("Invalid API Key provided");
            }
            if (refusing) {
                throw Complaint.forbidden("The provided key does not have the required permissions.");
            }
            return new Answered(what, 200, work.get().toString());
        } catch (Complaint complaint) {
            return of(what, complaint);
        }
    }

    private static Answered of(String what, Complaint complaint) {
        return new Answered(what, complaint.status(), complaint.body().toString());
    }

    private void send(RoutingContext context, Answered answer, boolean again) {
        if (lose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            context.request().connection().close();
            return;
        }
        if (again) {
            context.response().putHeader("idempotent-replayed", "true");
        }
        context.response()
                .setStatusCode(answer.status())
                .putHeader("request-id", Shelf.id("req"))
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(answer.body()));
    }

    private boolean isKnown(RoutingContext context) {
        String header = context.request().getHeader("authorization");
        String basic =
                Base64.getEncoder().encodeToString((settings.secretKey() + ":").getBytes(StandardCharsets.UTF_8));
        return ("Bearer " + settings.secretKey()).equals(header) || ("Basic " + basic).equals(header);
    }

    private static void refuse(RoutingContext context, Complaint complaint) {
        context.response()
                .setStatusCode(complaint.status())
                .putHeader("content-type", "application/json")
                .end(complaint.body().toString());
    }

    /// Where a browser finds the fake: as the API's caller found it.
    private static String pages(RoutingContext context) {
        String path = context.request().path();
        String mounted = path.substring(0, path.indexOf("/v1/"));
        return "http://" + context.request().authority() + mounted;
    }

    Shelf shelf() {
        return shelf;
    }

    Till till() {
        return till;
    }

    void refuseCalls(boolean refuse) {
        refusing = refuse;
    }

    void refuseRefunds(String code) {
        refusedRefunds = code;
    }

    /// As after a day.
    void forgetKeys() {
        synchronized (shelf) {
            answered.clear();
        }
    }

    AtomicInteger lose() {
        return lose;
    }

    AtomicInteger calls() {
        return calls;
    }

    /// One endpoint that takes parameters.
    @FunctionalInterface
    private interface Endpoint {
        ObjectNode answer(Form form, RoutingContext context);
    }
}
