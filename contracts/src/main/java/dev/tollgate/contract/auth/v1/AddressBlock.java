package dev.tollgate.contract.auth.v1;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One entry of a key's `ip_allow`: a CIDR block, or a single address. Auth checks the spelling by this class and
/// edges match by it, so that both read an entry alike. Never asks DNS.
///
/// An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
public final class AddressBlock {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern BITS = Pattern.compile("\\d{1,3}");

    private final byte[] network;
    private final int bits;

    private AddressBlock(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /// Empty when the text is neither an address nor a block.
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return Optional.empty();
        }
        int width = address.length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressBlock(address, width));
        }
        String bits = text.substring(slash + 1);
        boolean fits = BITS.matcher(bits).matches() && Integer.parseInt(bits) <= width;
        return fits ? Optional.of(new AddressBlock(address, Integer.parseInt(bits))) : Optional.empty();
    }

    /// Whether the address (a literal, as a socket gives it) lies in this block; false for what is no address.
    public boolean contains(String remoteAddress) {
        byte[] address = address(remoteAddress);
        if (address == null || address.length != network.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        int mask = 0xFF << (Byte.SIZE - rest);
        return rest == 0 || ((address[whole] ^ network[whole]) & mask & 0xFF) == 0;
    }

    private static byte @Nullable [] address(String text) {
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        try {
            if (V4.matcher(literal).matches()) {
                return Inet4Address.ofLiteral(literal).getAddress();
            }
            if (V6.matcher(literal).matches()) {
                InetAddress address = Inet6Address.ofLiteral(literal);
                return address.getAddress();
            }
            return null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
