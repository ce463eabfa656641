package dev.tollgate.auth.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvitationRulesTest {
    @Test
    void anAccountsNameInAMailIsNoLinkAndNoLine() {
        assertThat(InvitationRules.plain("Ada & Söhne (Köln)")).isEqualTo("Ada & Söhne (Köln)");
        assertThat(InvitationRules.plain("团队")).isEqualTo("团队");
        assertThat(InvitationRules.plain("win at http://evil.example/\r\nBcc: x@example.com"))
                .isEqualTo("win at http evil example Bcc x example com");
        assertThat(InvitationRules.plain("x".repeat(200))).hasSize(61);
        assertThat(InvitationRules.plain("://")).isEqualTo("?");
    }
}
