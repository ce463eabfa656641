package dev.tollgate.contract.http;

import dev.tollgate.contract.auth.v1.AddressBlock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Whether an address belongs to the public Internet: neither this machine nor a private network, no link-local or
/// metadata address, nothing reserved (RFC 6890 and its registries), also not wrapped in IPv6.
public final class PublicAddress {
    private static final List<AddressBlock> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    // Azure's own services, from every machine there
                    "168.63.129.16/32",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4")
            .map(block -> AddressBlock.parse(block).orElseThrow())
            .toList();

    /// All of IPv6 that is given out lies in here; what wraps IPv4 (6to4, Teredo) or is for documents is taken out
    /// again.
    private static final AddressBlock GLOBAL_V6 = AddressBlock.parse("2000::/3").orElseThrow();

    private static final List<AddressBlock> NOT_GLOBAL_V6 = Stream.of(
                    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
            .map(block -> AddressBlock.parse(block).orElseThrow())
            .toList();

    private static final int V6_BYTES = 16;
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};

    private PublicAddress() {}

    public static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != V6_BYTES) {
            return NOT_PUBLIC.stream().noneMatch(block -> block.contains(address.getHostAddress()));
        }
        if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
            return is(lastFour(bytes));
        }
        String text = address.getHostAddress();
        return GLOBAL_V6.contains(text) && NOT_GLOBAL_V6.stream().noneMatch(block -> block.contains(text));
    }

    private static InetAddress lastFour(byte[] bytes) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, V6_BYTES - 4, V6_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
