package dev.tollgate.edge.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Judges where a connection to a provider has led. Its address was judged as it is written when the catalogue was
/// read; what its name means is known only now, and may have changed since (DNS rebinding). Private networks are
/// fine, since models run there.
public final class ProviderPeer {
    private static final int V6_BYTES = 16;
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xFF, (byte) 0x9B};
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};
    /// Metadata services that are not link-local: Alibaba, Oracle, Azure, AWS and Google.
    private static final List<InetAddress> METADATA = List.of(
            of("100.100.100.200"), of("192.0.0.192"), of("168.63.129.16"), of("fd00:ec2::254"), of("fd20:ce::254"));

    /// Providers' addresses and their peers are few, and each is asked about with every request.
    private static final int KNOWN_MAX = 1_024;

    /// What is remembered follows from the written text alone; what a name resolves to is never remembered.
    private static final Cache<String, Reach> PEERS =
            Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

    private static final Cache<String, Boolean> WRITTEN_AS_OWN =
            Caffeine.newBuilder().maximumSize(KNOWN_MAX).build();

    /// Where an address leads.
    private enum Reach {
        FORBIDDEN,
        THIS_MACHINE,
        ELSEWHERE
    }

    private ProviderPeer() {}

    /// @param peer of the connection; null when it is not known, which is not allowed
    public static boolean isAllowed(String baseUrl, @Nullable SocketAddress peer) {
        String host = peer == null ? null : peer.hostAddress();
        if (host == null) {
            return false;
        }
        return switch (PEERS.get(host, ProviderPeer::reach)) {
            case FORBIDDEN -> false;
            case THIS_MACHINE -> WRITTEN_AS_OWN.get(baseUrl, ProviderPeer::isWrittenAsOwn);
            case ELSEWHERE -> true;
        };
    }

    private static Reach reach(String host) {
        InetAddress address = unwrapped(of(host.split("%", 2)[0]));
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || METADATA.contains(address)) {
            return Reach.FORBIDDEN;
        }
        return isOwn(address) ? Reach.THIS_MACHINE : Reach.ELSEWHERE;
    }

    /// What is written so was allowed by the catalogue; a name that merely comes to mean it was not.
    private static boolean isWrittenAsOwn(String baseUrl) {
        String host = URI.create(baseUrl).getHost().toLowerCase(Locale.ROOT);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            return isOwn(unwrapped(InetAddress.ofLiteral(name.replace("[", "").replace("]", ""))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isOwn(InetAddress address) {
        boolean thisNetwork = address.getAddress().length < V6_BYTES && address.getAddress()[0] == 0;
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || thisNetwork;
    }

    /// The IPv4 address inside of NAT64 or 6to4.
    private static InetAddress unwrapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == V6_BYTES && begins(bytes, NAT64)) {
            return four(bytes, V6_BYTES - 4);
        }
        return bytes.length == V6_BYTES && begins(bytes, SIX_TO_FOUR) ? four(bytes, SIX_TO_FOUR.length) : address;
    }

    private static boolean begins(byte[] bytes, byte[] start) {
        return Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static InetAddress four(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static InetAddress of(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
