package dev.tollgate.edge.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An address as a caller wrote it, taken apart. Only what every reader understands alike is taken: no user, no
/// fragment, and no number that only some take for an IPv4 address (`2130706433`, `0x7f.1`, `0177.0.0.1`).
///
/// @param host in lower case; an IPv6 literal without its brackets
/// @param target path and query
record FileAddress(boolean secure, String host, int port, String target) {
    private static final int LONGEST = 4_096;
    private static final int PORT_MAX = 65_535;
    private static final Pattern DOTTED = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(0[xX][0-9a-fA-F]*|[0-9]+)\\.?");

    /// Null when it is no such address.
    static @Nullable FileAddress parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"http".equalsIgnoreCase(uri.getScheme())) {
            return null;
        }
        return uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() > PORT_MAX || uri.getPort() == 0
                ? null
                : of(uri, secure);
    }

    private static @Nullable FileAddress of(URI uri, boolean secure) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
            if (host.contains("%")) {
                return null;
            }
        } else if (ENDS_IN_NUMBER.matcher(host).matches()
                && !DOTTED.matcher(host).matches()) {
            return null;
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
        return new FileAddress(secure, host, port, uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery());
    }

    /// Where a redirect leads; null when that is no address to follow. Never from https to http.
    @Nullable
    FileAddress redirected(String location) {
        try {
            FileAddress next = parse(base().resolve(new URI(location)).toString());
            return next == null || (secure && !next.secure) ? null : next;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private URI base() {
        String name = host.contains(":") ? '[' + host + ']' : host;
        return URI.create((secure ? "https://" : "http://") + name + ':' + port + target);
    }
}
