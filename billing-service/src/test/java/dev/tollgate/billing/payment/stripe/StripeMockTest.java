package dev.tollgate.billing.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.stripe.exception.InvalidRequestException;
import com.stripe.param.CustomerCreateParams;
import dev.tollgate.billing.payment.Payment;
import dev.tollgate.billing.payment.PaymentProvider.ChargeAnswer;
import dev.tollgate.billing.payment.PaymentProvider.RefundAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every call that we make is one that Stripe's own description of its API knows: `stripe-mock`, made by Stripe of
/// that description, refuses unknown parameters and wrong types. It is built by Go on the first run.
class StripeMockTest {
    private static final String MODULE = "github.com/stripe/stripe-mock@v0.203.0";
    private static final Path TOOLS =
            Path.of("..", ".tollgate", "tools").toAbsolutePath().normalize();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static @Nullable Process mock;
    private static StripeCalls calls = new StripeCalls(new Keys(0));
    private static StripeProvider stripe = provider(calls, 0);

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path program = TOOLS.resolve("stripe-mock");
        if (!Files.isExecutable(program)) {
            assumeThat(hasGo()).as("Go builds stripe-mock").isTrue();
            Files.createDirectories(TOOLS);
            ProcessBuilder build = new ProcessBuilder("go", "install", MODULE).inheritIO();
            build.environment().put("GOBIN", TOOLS.toString());
            Process building = build.start();
            assertThat(building.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(building.exitValue()).isZero();
        }
        int port = freePort();
        mock = new ProcessBuilder(program.toString(), "-http-port", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        calls = new StripeCalls(new Keys(port));
        stripe = provider(calls, port);
    }

    @AfterAll
    static void stop() {
        calls.close();
        Process running = mock;
        if (running != null) {
            running.destroy();
        }
    }

    @Test
    void knowsOurPaymentPages() {
        for (Payment payment :
                List.of(payment("usd", "card"), payment("cny", "alipay"), payment("cny", "wechat_pay"))) {
            var page = stripe.openCheckout(payment, null).await().atMost(TIMEOUT);
            assertThat(page.ref()).startsWith("cs_");
        }
        assertThat(stripe.openCheckout(payment("usd", "card"), "cus_1")
                        .await()
                        .atMost(TIMEOUT)
                        .ref())
                .startsWith("cs_");
    }

    @Test
    void knowsOurCustomersAndCards() {
        assertThat(stripe.createCustomer("acct_1").await().atMost(TIMEOUT)).startsWith("cus_");
        assertThat(stripe.cards("cus_1").await().atMost(TIMEOUT))
                .allSatisfy(card -> assertThat(card.last4()).isNotEmpty());
        stripe.forget("pm_1").await().atMost(TIMEOUT);
    }

    @Test
    void knowsOurChargesAndRefunds() {
        assertThat(stripe.charge(payment("usd", "card"), "cus_1", "pm_1")
                        .await()
                        .atMost(TIMEOUT))
                .isInstanceOf(ChargeAnswer.Taken.class);
        assertThat(stripe.refund("rfd_1", "pi_1", 100).await().atMost(TIMEOUT)).isInstanceOf(RefundAnswer.Sent.class);
    }

    @Test
    void readsItsObjects() {
        assertThat(stripe.askIntent("pi_1").await().atMost(TIMEOUT)).isNotNull();
        assertThat(stripe.askRefund("re_1").await().atMost(TIMEOUT)).isPresent();
    }

    /// That it would tell: a parameter of no call of Stripe's.
    @Test
    void refusesWhatStripeDoesNotKnow() {
        var params =
                CustomerCreateParams.builder().putExtraParam("tollgate", "yes").build();
        assertThatThrownBy(() -> calls.call("customer", client -> {
                            try {
                                return client.v1().customers().create(params);
                            } catch (InvalidRequestException e) {
                                throw new IllegalArgumentException(e.getMessage(), e);
                            }
                        })
                        .await()
                        .atMost(TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Payment payment(String currency, String method) {
        return new Payment(
                "pay_" + System.nanoTime(),
                "acct_1",
                Payment.Origin.CHECKOUT,
                Payment.Status.PENDING,
                100_000_000_000L,
                1200,
                currency,
                method,
                false,
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                null);
    }

    private static StripeProvider provider(StripeCalls calls, int port) {
        return new StripeProvider(new Keys(port), "http://127.0.0.1:8081/", calls, Clock.systemUTC());
    }

    private static boolean hasGo() throws InterruptedException {
        try {
            return new ProcessBuilder("go", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record Keys(int port) implements StripeConfig {
        @Override
        public Optional<String> secretKey() {
            return Optional.of("sk_test_123");
        }

        @Override
        public Optional<List<String>> webhookSecrets() {
            return Optional.empty();
        }

        @Override
        public String apiBase() {
            return "http://127.0.0.1:" + port;
        }

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration readTimeout() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration webhookMaxAge() {
            return Duration.ofMinutes(5);
        }

        @Override
        public int callsMax() {
            return 4;
        }
    }
}
