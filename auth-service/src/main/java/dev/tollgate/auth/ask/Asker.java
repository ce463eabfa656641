package dev.tollgate.auth.ask;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// As whom asks are counted.
final class Asker {
    private static final int V6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private Asker() {}

    /// An address of the network; of IPv6 its first 64 bits, as one subscriber has all of them.
    static String ofAddress(@Nullable String address) {
        if (address == null || address.isBlank()) {
            return "unknown";
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            StringBuilder network = new StringBuilder();
            for (int i = 0; i < (bytes.length == V6_BYTES ? NETWORK_BYTES : bytes.length); i++) {
                network.append(bytes[i]).append('.');
            }
            return network.toString();
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }

    static String ofMailbox(String email) {
        return email.toLowerCase(Locale.ROOT);
    }
}
