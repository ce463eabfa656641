package dev.tollgate.billing.payment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/// As [StripeProfile], with an SMTP server where the test starts one, and a rule that approves small refunds.
public class MailProfile extends StripeProfile {
    private static final String PORT = "tollgate.testing.smtp-port";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(super.getConfigOverrides());
        config.put("tollgate.billing.mail.from", "tollgate@localhost");
        config.put("tollgate.billing.mail.every", "1h");
        config.put("quarkus.mailer.host", "127.0.0.1");
        config.put("quarkus.mailer.port", Integer.toString(smtpPort()));
        config.put("quarkus.mailer.start-tls", "DISABLED");
        config.put("tollgate.billing.payment.refund-approved-up-to", "20");
        return config;
    }

    /// The same for all that load this class in one process.
    public static int smtpPort() {
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
