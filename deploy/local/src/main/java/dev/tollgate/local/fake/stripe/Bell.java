package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs events and delivers them, again and again until they are taken in: after one second, two, four …, for some
/// minutes (the real one goes on for three days).
final class Bell {
    private static final int TRIES_MAX = 9;
    private static final int TIMEOUT_SECONDS = 20;

    private final Vertx vertx;
    private final HttpClient client;
    private final @Nullable URI url;
    private final List<String> secrets;

    Bell(Vertx vertx, @Nullable URI url, List<String> secrets) {
        this.vertx = vertx;
        this.url = url;
        this.secrets = List.copyOf(secrets);
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(TIMEOUT_SECONDS * 100));
    }

    void ring(ObjectNode event) {
        if (url != null) {
            ring(url, event.toString(), 1);
        }
    }

    private void ring(URI to, String body, int attempt) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(to.toString())
                .setTimeout(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))
                .putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .putHeader("stripe-signature", sign(body, System.currentTimeMillis() / 1000, secrets));
        client.request(options)
                .compose(request -> request.send(body))
                .compose(answer -> answer.end().map(answer))
                .map(HttpClientResponse::statusCode)
                .otherwise(0)
                .onSuccess(status -> {
                    if ((status < 200 || status > 299) && attempt < TRIES_MAX) {
                        vertx.setTimer(
                                TimeUnit.SECONDS.toMillis(1L << (attempt - 1)), _ -> ring(to, body, attempt + 1));
                    }
                });
    }

    /// The header `stripe-signature`: the time, and a signature by each secret.
    static String sign(String body, long unixSeconds, List<String> secrets) {
        StringBuilder header = new StringBuilder("t=").append(unixSeconds);
        secrets.forEach(secret -> header.append(",v1=").append(hmac(secret, unixSeconds + "." + body)));
        return header.toString();
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
