package dev.tollgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/keys", "/keys?search=a&status=ACTIVE", "/usage/01990000-0000"})
    void aPageOfOursIsKept(String path) {
        assertThat(OwnPath.of(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "keys",
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/a b",
                "/\tkeys",
                "/keys\r\nSet-Cookie: a=b",
                "/api/v1/keys",
                "/logout",
                "/login?next=/login"
            })
    void whateverMayLeadElsewhereIsTheStartPage(String path) {
        assertThat(OwnPath.of(path)).isEqualTo("/");
    }
}
