package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.openai.com/v1",
                "https://api.example.com:8443",
                "http://10.1.2.3:8000/v1",
                "http://192.168.0.10/v1",
                "http://[2001:db8::1]/v1",
                "https://eu.api.example.com./v1"
            })
    void takesWhatLeadsElsewhere(String url) {
        assertThat(BaseUrl.problem(url, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8090/v1",
                "http://127.9.9.9/",
                "http://localhost/v1",
                "http://LOCALHOST./v1",
                "http://a.localhost/v1",
                "http://0.0.0.0/",
                "http://0.1.2.3/",
                "http://[::1]/v1",
                "http://[::]/v1",
                "http://[::ffff:127.0.0.1]/v1",
                "http://[::ffff:7f00:1]/v1",
                "http://[::127.0.0.1]/v1",
                "http://[64:ff9b::7f00:1]/v1",
                "http://[2002:7f00:1::]/v1"
            })
    void takesThisMachineOnlyWhereAllowed(String url) {
        assertThat(BaseUrl.problem(url, false)).contains("allow_loopback");
        assertThat(BaseUrl.problem(url, true)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://[::ffff:169.254.169.254]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[2002:a9fe:a9fe::1]/",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://100.100.100.200/",
                "http://192.0.0.192/",
                "http://168.63.129.16/",
                "http://[fd20:ce::254]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[::a9fe:a9fe]/",
                "http://[64:ff9b::169.254.169.254]/",
                "http://169.254.43518/",
                "http://0xa9.0xfe.0xa9.0xfe/",
                "http://0251.254.169.254/",
                "http://instance-data/",
                "http://metadata.google.internal/",
                "http://METADATA.google.internal./",
                "http://2852039166/",
                "http://0xa9fea9fe/",
                "http://0251.0376.0251.0376/",
                "http://127.1/",
                "http://224.0.0.1/",
                "http://[fe80::1%25eth0]/",
                "ftp://example.com/",
                "//example.com/v1",
                "https://",
                "https:///v1",
                "https://user:pass@example.com/v1",
                "https://example.com/v1?a=b",
                "https://example.com/v1#x",
                "https://example.com:0/v1",
                "https://example.com:70000/v1",
                "https://exa mple.com/v1",
                "https://a_b.example.com/v1",
                "file:///etc/passwd",
                "not a url"
            })
    void neverTakesTheRest(String url) {
        assertThat(BaseUrl.problem(url, true)).isNotNull();
    }
}
