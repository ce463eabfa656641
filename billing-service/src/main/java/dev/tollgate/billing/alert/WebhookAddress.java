package dev.tollgate.billing.alert;

import dev.tollgate.contract.http.PublicAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where a webhook leads. What is written is judged here; what its name means is judged when it is called.
///
/// @param target path and query
record WebhookAddress(boolean secure, String host, int port, String target) {
    private static final int LONGEST = 512;

    /// What is wrong with an address, or null.
    static @Nullable String problem(String text, boolean allowPrivate) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            return "is not a URL";
        }
        boolean scheme = "https".equals(uri.getScheme()) || (allowPrivate && "http".equals(uri.getScheme()));
        if (text.length() > LONGEST || !scheme) {
            return "must begin with https:// and have at most " + LONGEST + " characters";
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "needs a host name, and a port from 1 to 65535 if any";
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return "must have no user and no fragment";
        }
        return allowPrivate || isPublic(uri.getHost()) ? null : "must lead to the public Internet";
    }

    /// An address that [#problem] finds nothing wrong with.
    static WebhookAddress of(String text) {
        URI uri = URI.create(text);
        boolean secure = "https".equals(uri.getScheme());
        int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new WebhookAddress(
                secure, bare(uri.getHost()), port, uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static boolean isPublic(String host) {
        String name = bare(host).toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost") || name.endsWith(".internal")) {
            return false;
        }
        // Whatever ends in a number is an address in some resolver's eyes, in some notation.
        boolean numeric = host.startsWith("[") || name.matches("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
        if (!numeric) {
            return true;
        }
        // A leading zero means octal to some, decimal to others.
        if (name.matches("(.*\\.)?0[0-9].*")) {
            return false;
        }
        try {
            return PublicAddress.is(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String bare(String host) {
        return host.replace("[", "").replace("]", "");
    }
}
