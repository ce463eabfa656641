package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The fake by itself, for tests: what happens to money outside of the API is a method here.
public final class FakeStripe implements AutoCloseable {
    private static final int SECONDS = 10;

    private final Vertx vertx;
    private final URI baseUrl;
    private final Shelf shelf;
    private final Till till;
    private final List<String> secrets;
    private final StripeRoutes routes;

    private FakeStripe(Vertx vertx, FakeStripeSettings settings, StripeRoutes routes, URI baseUrl) {
        this.vertx = vertx;
        this.baseUrl = baseUrl;
        this.routes = routes;
        this.shelf = routes.shelf();
        this.till = routes.till();
        this.secrets = settings.webhookSecrets();
    }

    /// Starts.
    ///
    /// @param port 0 for any free one
    public static FakeStripe start(FakeStripeSettings settings, int port) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
        StripeRoutes routes = new StripeRoutes(vertx, settings);
        Router router = Router.router(vertx);
        routes.mount(router);
        try {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(port, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SECONDS, TimeUnit.SECONDS);
            return new FakeStripe(vertx, settings, routes, URI.create("http://127.0.0.1:" + server.actualPort()));
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IllegalStateException("the fake Stripe cannot listen", e);
        }
    }

    public URI baseUrl() {
        return baseUrl;
    }

    /// The customer pays a page with this card.
    public void pay(String session, String card) {
        synchronized (shelf) {
            till.pay(session, card, false);
        }
    }

    /// As above, by a method whose money comes later.
    public void payLater(String session) {
        synchronized (shelf) {
            till.pay(session, "4242424242424242", true);
        }
    }

    public void expire(String session) {
        synchronized (shelf) {
            till.expire(session);
        }
    }

    /// A refund made in the dashboard, in minor units.
    public String refundByHand(String intent, long amount) {
        return refund(intent, amount, Map.of());
    }

    /// A refund with this metadata, whatever speaks against it.
    public String refund(String intent, long amount, Map<String, String> metadata) {
        synchronized (shelf) {
            ObjectNode known = shelf.get("payment_intent", intent);
            ObjectNode refund = Shelf.object("re", "refund");
            refund.put("amount", amount)
                    .put("currency", known.path("currency").asText())
                    .put("payment_intent", intent)
                    .put("charge", known.path("latest_charge").asText());
            ObjectNode pairs = refund.putObject("metadata");
            metadata.forEach(pairs::put);
            return till.refund(refund).path("id").asText();
        }
    }

    /// A refund that went through comes back.
    public void failRefund(String refund) {
        synchronized (shelf) {
            till.fail(refund);
        }
    }

    /// @return the dispute's id
    public String dispute(String intent, long amount, boolean inquiry) {
        synchronized (shelf) {
            return till.dispute(intent, amount, inquiry).path("id").asText();
        }
    }

    public void closeDispute(String dispute, boolean won) {
        synchronized (shelf) {
            till.close(dispute, won);
        }
    }

    /// All events so far, oldest first; copies.
    public List<ObjectNode> events() {
        synchronized (shelf) {
            return shelf.all("event").stream().map(ObjectNode::deepCopy).toList();
        }
    }

    /// Objects of a type as they are now: `refund`, `payment_intent` …
    public List<ObjectNode> objects(String type) {
        synchronized (shelf) {
            return shelf.all(type).stream().map(ObjectNode::deepCopy).toList();
        }
    }

    /// The header `stripe-signature` of a body sent at this time, by all of the fake's secrets.
    public String sign(String body, long unixSeconds) {
        return Bell.sign(body, unixSeconds, secrets);
    }

    /// As above, by other secrets.
    public static String sign(String body, long unixSeconds, List<String> secrets) {
        return Bell.sign(body, unixSeconds, secrets);
    }

    /// The next calls of the API, so many, do what they are asked and then break the connection.
    public void loseAnswers(int calls) {
        routes.lose().set(calls);
    }

    /// Forgets which calls it answered under which idempotency key, as Stripe does after a day.
    public void forgetKeys() {
        routes.forgetKeys();
    }

    /// Whether the key is allowed nothing for now.
    public void refuseCalls(boolean refuse) {
        routes.refuseCalls(refuse);
    }

    /// Refunds are refused from now on, with this code.
    public void refuseRefunds(String code) {
        routes.refuseRefunds(code);
    }

    /// How many calls of the API came so far.
    public int calls() {
        AtomicInteger calls = routes.calls();
        return calls.get();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the fake Stripe did not stop", e);
        }
    }
}
