package dev.tollgate.edge.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderPeerTest {
    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "10.0.0.7", "192.168.1.1", "fd00::7", "2606:4700::1111", "64:ff9b::808:808"})
    void providersMayStandOnTheInternetAndInOnesOwnNetwork(String peer) {
        assertThat(isAllowed("https://api.example.com/v1", peer)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "fe80::1",
                "fe80::1%2",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "fd00:ec2::254",
                "fd20:ce::254",
                "224.0.0.1"
            })
    void noNameLeadsToMetadata(String peer) {
        assertThat(isAllowed("https://api.example.com/v1", peer)).isFalse();
        assertThat(isAllowed("http://localhost/v1", peer)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.0.1.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "0.0.0.0", "::"
    })
    void thisMachineIsReachedOnlyUnderItsOwnName(String peer) {
        assertThat(isAllowed("https://api.example.com/v1", peer)).isFalse();
        assertThat(isAllowed("https://localhost.example.com/v1", peer)).isFalse();
        assertThat(isAllowed("https://10.0.0.1/v1", peer)).isFalse();
        assertThat(isAllowed("http://localhost:8000/v1", peer)).isTrue();
        assertThat(isAllowed("http://LOCALHOST./v1", peer)).isTrue();
        assertThat(isAllowed("http://a.localhost/v1", peer)).isTrue();
        assertThat(isAllowed("http://127.0.0.1:8000/v1", peer)).isTrue();
        assertThat(isAllowed("http://[::1]:8000/v1", peer)).isTrue();
        assertThat(isAllowed("http://0.0.0.0:8000/v1", peer)).isTrue();
    }

    @Test
    void whatIsNotKnownIsNotTrusted() {
        assertThat(ProviderPeer.isAllowed("http://localhost/v1", null)).isFalse();
        assertThat(ProviderPeer.isAllowed("http://localhost/v1", SocketAddress.domainSocketAddress("/x")))
                .isFalse();
    }

    private static boolean isAllowed(String baseUrl, String peer) {
        return ProviderPeer.isAllowed(baseUrl, SocketAddress.inetSocketAddress(443, peer));
    }
}
