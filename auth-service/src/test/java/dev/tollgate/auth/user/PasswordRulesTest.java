package dev.tollgate.auth.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PasswordRulesTest {
    @Test
    void lengthIsWhatCounts() {
        assertThat(fault("eleven char")).contains("from 12 to 200");
        assertThat(fault("twelve chars")).isNull();
        assertThat(fault("ab".repeat(100))).isNull();
        assertThat(fault("ab".repeat(100) + "c")).contains("from 12 to 200");
    }

    @Test
    void whatAnybodyWouldGuessIsRefused() {
        assertThat(fault("Password1234")).contains("guess");
        assertThat(fault(" passwordpassword ")).contains("guess");
        assertThat(fault("zzzzzzzzzzzzzz")).contains("guess");
        assertThat(fault("ADA@example.com")).contains("login");
    }

    private static @Nullable String fault(String password) {
        var fault = PasswordRules.faultOf("password", password, "ada@Example.com");
        return fault == null ? null : fault.message();
    }
}
