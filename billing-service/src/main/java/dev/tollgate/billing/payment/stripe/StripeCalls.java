package dev.tollgate.billing.payment.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Makes the library's blocking calls on virtual threads, so many at a time, and brings their answers back to where
/// they were asked for.
@Singleton
class StripeCalls {
    private static final Logger LOG = Logger.getLogger(StripeCalls.class);
    private static final Set<Integer> REFUSALS = Set.of(400, 402, 404);

    private final @Nullable StripeClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore calls;

    StripeCalls(StripeConfig config) {
        calls = new Semaphore(config.callsMax());
        client = config.secretKey()
                .filter(key -> !key.isBlank())
                .map(key -> StripeClient.builder()
                        .setApiKey(key)
                        .setApiBase(config.apiBase())
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setReadTimeout((int) config.readTimeout().toMillis())
                        .setMaxNetworkRetries(1)
                        .build())
                .orElse(null);
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    /// Stripe does what is asked under one key once.
    static RequestOptions once(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    /// Whether Stripe answered that this will never be done, rather than that it cannot be done now, or not with
    /// this key, or was asked for otherwise under the same id: then it may have been done.
    static boolean isRefusal(StripeException failure) {
        return failure instanceof CardException
                || (failure instanceof InvalidRequestException && REFUSALS.contains(failure.getStatusCode()));
    }

    static boolean isMissing(StripeException failure) {
        return Objects.equals(failure.getStatusCode(), ErrorCode.NOT_FOUND.status());
    }

    /// Makes a call; what Stripe throws becomes a 503 that tells no secret.
    <T> Uni<T> call(String what, Call<T> call) {
        StripeClient known = client;
        if (known == null) {
            throw new IllegalStateException("there is no key of Stripe's");
        }
        Context context = Vertx.currentContext();
        Uni<T> answer = Uni.createFrom()
                .item(() -> {
                    if (!calls.tryAcquire()) {
                        throw away(what, "too many calls are under way");
                    }
                    try {
                        return call.on(known);
                    } catch (StripeException e) {
                        throw away(what, describe(e));
                    } finally {
                        calls.release();
                    }
                })
                .runSubscriptionOn(threads);
        return context == null ? answer : answer.emitOn(work -> context.runOnContext(_ -> work.run()));
    }

    private static ServiceException away(String what, String why) {
        LOG.warnf("Stripe: %s: %s", what, why);
        return new ServiceException(ErrorCode.UPSTREAM_ERROR, "The payment provider could not be asked.");
    }

    private static String describe(StripeException failure) {
        return failure instanceof ApiConnectionException
                ? "no connection"
                : failure.getStatusCode() + " " + failure.getCode() + " " + failure.getMessage();
    }

    /// One call of the library.
    @FunctionalInterface
    interface Call<T> {
        T on(StripeClient client) throws StripeException;
    }
}
