package dev.tollgate.contract.auth.v1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressBlockTest {
    @Test
    void matchesAddressesOfAnIpv4Block() {
        AddressBlock block = AddressBlock.parse("10.1.0.0/20").orElseThrow();
        assertThat(block.contains("10.1.0.0")).isTrue();
        assertThat(block.contains("10.1.15.255")).isTrue();
        assertThat(block.contains("10.1.16.0")).isFalse();
        assertThat(block.contains("::ffff:10.1.15.255")).isTrue();
        assertThat(block.contains("::1")).isFalse();
    }

    @Test
    void matchesAddressesOfAnIpv6Block() {
        AddressBlock block = AddressBlock.parse("2001:db8::/33").orElseThrow();
        assertThat(block.contains("2001:db8:7fff::1")).isTrue();
        assertThat(block.contains("2001:DB8::1%eth0")).isTrue();
        assertThat(block.contains("2001:db8:8000::1")).isFalse();
        assertThat(block.contains("10.1.0.0")).isFalse();
    }

    @Test
    void readsASingleAddressAndTheWholeOfAFamily() {
        assertThat(AddressBlock.parse("192.0.2.7").orElseThrow().contains("192.0.2.7"))
                .isTrue();
        assertThat(AddressBlock.parse("192.0.2.7").orElseThrow().contains("192.0.2.6"))
                .isFalse();
        assertThat(AddressBlock.parse("0.0.0.0/0").orElseThrow().contains("203.0.113.9"))
                .isTrue();
        assertThat(AddressBlock.parse("::/0").orElseThrow().contains("::1")).isTrue();
    }

    @Test
    void refusesWhatIsNoBlock() {
        for (String text : new String[] {
            "", "/8", "10.0.0.0/33", "10.0.0/8", "256.1.1.1", "::/129", "example.com", "10.0.0.0/-1", "1", "::x", "a:b"
        }) {
            assertThat(AddressBlock.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void containsNothingThatIsNoAddress() {
        AddressBlock block = AddressBlock.parse("0.0.0.0/0").orElseThrow();
        assertThat(block.contains("")).isFalse();
        assertThat(block.contains("unknown")).isFalse();
    }
}
