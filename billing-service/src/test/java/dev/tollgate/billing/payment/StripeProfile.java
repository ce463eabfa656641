package dev.tollgate.billing.payment;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/// Billing with keys of Stripe's, which point to a port where the test starts its fake. The scheduled rounds are left
/// to the tests.
public class StripeProfile implements QuarkusTestProfile {
    public static final String KEY = "sk_test_fake";
    public static final String SECRET = "whsec_new";
    static final String OLD_SECRET = "whsec_old";
    private static final String PORT = "tollgate.testing.stripe-port";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put("tollgate.billing.payment.stripe.secret-key", KEY);
        config.put("tollgate.billing.payment.stripe.webhook-secrets", SECRET + "," + OLD_SECRET);
        config.put("tollgate.billing.payment.stripe.api-base", "http://127.0.0.1:" + port());
        config.put("tollgate.billing.payment.auto-top-up-every", "1h");
        config.put("tollgate.billing.payment.refund-every", "1h");
        return config;
    }

    /// The same for all that load this class in one process.
    public static int port() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(PORT);
            if (known != null) {
                return Integer.parseInt(known);
            }
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                System.setProperty(PORT, Integer.toString(socket.getLocalPort()));
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
