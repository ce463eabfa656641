package dev.tollgate.edge.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/x",
                "file:///etc/passwd",
                "gopher://example.com",
                "//example.com/x",
                "example.com",
                "http://",
                "http:///x",
                "http://user@example.com/",
                "http://u:p@example.com/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://0x7f.1/",
                "http://1.2.3.4.5/",
                "http://[fe80::1%25eth0]/",
                "http://example.com:0/",
                "http://example.com:65536/",
                "http://exa mple.com/",
                "http://example.com/\r\nHost: x",
                "data:image/png;base64,AA",
                "http://a\\@b/",
                "http://010.0.0.1/"
            })
    void onlyPlainAddressesAreTaken(String address) {
        assertThat(FileAddress.parse(address)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://Example.com/a?b=c,true,example.com,443,/a?b=c",
        "http://example.com,false,example.com,80,/",
        "http://192.0.2.7:8080/x,false,192.0.2.7,8080,/x",
        "https://[2001:DB8::1]/x,true,2001:db8::1,443,/x",
        "HTTPS://example.com/%20,true,example.com,443,/%20"
    })
    void anAddressIsTakenApart(String address, boolean secure, String host, int port, String target) {
        assertThat(FileAddress.parse(address)).isEqualTo(new FileAddress(secure, host, port, target));
    }

    @Test
    void aRedirectIsJudgedLikeAnAddressAndNeverLeavesEncryption() {
        FileAddress here = new FileAddress(true, "a.example", 443, "/dir/x");
        assertThat(here.redirected("y")).isEqualTo(new FileAddress(true, "a.example", 443, "/dir/y"));
        assertThat(here.redirected("https://b.example/z")).isEqualTo(new FileAddress(true, "b.example", 443, "/z"));
        assertThat(here.redirected("http://a.example/dir/x")).isNull();
        assertThat(here.redirected("file:///etc/passwd")).isNull();
        assertThat(here.redirected("https://0x7f000001/")).isNull();
        assertThat(here.redirected("::")).isNull();
    }
}
