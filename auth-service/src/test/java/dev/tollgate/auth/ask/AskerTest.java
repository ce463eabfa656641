package dev.tollgate.auth.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskerTest {
    @Test
    void aSubscribersBlockOfIpv6CountsAsOne() {
        assertThat(Asker.ofAddress("2001:db8:0:7::1")).isEqualTo(Asker.ofAddress("2001:db8:0:7:ffff::2"));
        assertThat(Asker.ofAddress("2001:db8:0:7::1")).isNotEqualTo(Asker.ofAddress("2001:db8:0:8::1"));
        assertThat(Asker.ofAddress("192.0.2.1")).isNotEqualTo(Asker.ofAddress("192.0.2.2"));
        assertThat(Asker.ofAddress("::ffff:192.0.2.1")).isEqualTo(Asker.ofAddress("192.0.2.1"));
    }

    @Test
    void whatIsNoAddressCountsAsOneAndAsksNoNameServer() {
        assertThat(Asker.ofAddress("example.com"))
                .isEqualTo(Asker.ofAddress(null))
                .isEqualTo(Asker.ofAddress(""));
    }

    @Test
    void aMailboxHasManySpellings() {
        assertThat(Asker.ofMailbox("Ada@Example.com")).isEqualTo(Asker.ofMailbox("ada@example.COM"));
    }
}
