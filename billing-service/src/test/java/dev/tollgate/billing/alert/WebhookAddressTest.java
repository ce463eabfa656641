package dev.tollgate.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com",
                "https://hooks.example.com:8443/a/b?c=d",
                "https://93.184.215.14/x",
                "https://[2606:4700::1111]/x"
            })
    void takesThePublicInternetByTls(String url) {
        assertThat(WebhookAddress.problem(url, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example.com/",
                "ftp://hooks.example.com/",
                "https://user:secret@hooks.example.com/",
                "https://hooks.example.com/#part",
                "https:///path",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:70000/",
                "not a url",
                "https://localhost/",
                "https://a.localhost/",
                "https://metadata.google.internal/",
                "https://127.0.0.1/",
                "https://10.1.2.3/",
                "https://192.168.0.1/",
                "https://169.254.169.254/latest",
                "https://100.100.100.200/",
                "https://[::1]/",
                "https://[fd00:ec2::254]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://127.1/"
            })
    void refusesEverythingElse(String url) {
        assertThat(WebhookAddress.problem(url, false)).isNotNull();
    }

    @Test
    void trialsMayLeadToThisMachineInPlainText() {
        assertThat(WebhookAddress.problem("http://127.0.0.1:9000/hook", true)).isNull();
        assertThat(WebhookAddress.problem("http://user@127.0.0.1/", true)).isNotNull();
    }

    @Test
    void knowsWhereToConnect() {
        assertThat(WebhookAddress.of("https://h.example?x=1"))
                .isEqualTo(new WebhookAddress(true, "h.example", 443, "/?x=1"));
        assertThat(WebhookAddress.of("https://[2606:4700::1111]:8443/p"))
                .isEqualTo(new WebhookAddress(true, "2606:4700::1111", 8443, "/p"));
    }
}
