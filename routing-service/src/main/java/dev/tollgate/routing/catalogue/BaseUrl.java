package dev.tollgate.routing.catalogue;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Judges a provider's address: a well-formed base URL that leads neither to link-local nor metadata addresses, and
/// to this machine only when that is allowed. Judged by what is written, no name is looked up.
final class BaseUrl {
    private static final int LONGEST = 512;
    private static final Set<String> METADATA_NAMES =
            Set.of("metadata", "metadata.google.internal", "metadata.goog", "instance-data");
    /// Those that are not link-local: Alibaba, Oracle, Azure, AWS and Google.
    private static final Set<String> METADATA_ADDRESSES = Set.of(
            "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254", "fd20:ce:0:0:0:0:0:254");
    private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    /// Hosts that end in a number are addresses in some resolver's eyes: octal, hexadecimal or short forms.
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(0[xX][0-9a-fA-F]*|[0-9]+)\\.?");

    private static final Pattern LOOPBACK_NAME = Pattern.compile("(.*\\.)?localhost\\.?");

    private static final String LOOPBACK = "must not lead to this machine, unless allow_loopback is true";

    private BaseUrl() {}

    /// What is wrong with the address, or null.
    static @Nullable String problem(String text, boolean allowLoopback) {
        if (text.length() > LONGEST) {
            return "is longer than " + LONGEST + " characters";
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            return "is not a URL";
        }
        String form = formProblem(uri);
        return form == null ? hostProblem(uri.getHost().toLowerCase(Locale.ROOT), allowLoopback) : form;
    }

    private static @Nullable String formProblem(URI uri) {
        if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
            return "must begin with https:// or http://";
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return "must have no user, query or fragment";
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "needs a host name or address, and a port from 1 to 65535 if any";
        }
        return null;
    }

    private static @Nullable String hostProblem(String host, boolean allowLoopback) {
        if (host.startsWith("[")) {
            return host.contains("%") ? "must have no zone" : addressProblem(host, allowLoopback);
        }
        if (DOTTED.matcher(host).matches()) {
            return host.matches("(.*\\.)?0[0-9].*")
                    ? "must not write octal numbers"
                    : addressProblem(host, allowLoopback);
        }
        if (ENDS_IN_NUMBER.matcher(host).matches()) {
            return "must be a host name or an address of four decimal numbers";
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (METADATA_NAMES.contains(name)) {
            return "must not lead to a metadata service";
        }
        boolean loopback = LOOPBACK_NAME.matcher(host).matches();
        return loopback && !allowLoopback ? LOOPBACK : null;
    }

    private static @Nullable String addressProblem(String literal, boolean allowLoopback) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(literal.replace("[", "").replace("]", ""));
        } catch (IllegalArgumentException _) {
            return "has a malformed address";
        }
        InetAddress plain = unwrap(address);
        if (plain.isLinkLocalAddress() || METADATA_ADDRESSES.contains(plain.getHostAddress())) {
            return "must not lead to a link-local or metadata address";
        }
        if (plain.isMulticastAddress()) {
            return "must not be a multicast address";
        }
        boolean thisNetwork = plain.getAddress().length == 4 && plain.getAddress()[0] == 0;
        boolean own = plain.isLoopbackAddress() || plain.isAnyLocalAddress() || thisNetwork;
        return own && !allowLoopback ? LOOPBACK : null;
    }

    /// The IPv4 address inside a NAT64 (64:ff9b::/96), 6to4 (2002::/16) or IPv4-compatible IPv6 address.
    private static InetAddress unwrap(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return address;
        }
        int first = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        if (first == 0x2002) {
            return fromBytes(bytes, 2);
        }
        if (first == 0x0064 && (bytes[2] & 0xFF) == 0xFF && (bytes[3] & 0xFF) == 0x9B) {
            return fromBytes(bytes, 12);
        }
        boolean compatible = !address.isLoopbackAddress() && !address.isAnyLocalAddress();
        for (int i = 0; i < 12; i++) {
            compatible &= bytes[i] == 0;
        }
        return compatible ? fromBytes(bytes, 12) : address;
    }

    private static InetAddress fromBytes(byte[] bytes, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
