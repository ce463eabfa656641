package dev.tollgate.console.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    @Test
    void anAddressAndWhetherItIsVerifiedComeFromOneSource() {
        Map<String, String> token = Map.of("email", "token@example.com", "email_verified", "true");
        Map<String, String> user = Map.of("email", "user@example.com", "email_verified", "false");
        assertThat(of(token, user).email()).isEqualTo("token@example.com");
        assertThat(of(token, user).emailVerified()).isTrue();
        assertThat(of(Map.of("email", "token@example.com"), user).email()).isEqualTo("user@example.com");
        assertThat(of(Map.of("email", "token@example.com"), user).emailVerified())
                .isFalse();
        assertThat(of(Map.of("email_verified", "true"), user).emailVerified()).isFalse();
    }

    @Test
    void onlyAnAddressThatTheProviderItselfDoesNotBelieveIsAProblem() {
        assertThat(of(Map.of("email", "a@example.com", "email_verified", "false"), Map.of())
                        .problem())
                .isEqualTo(Problem.UNVERIFIED);
        assertThat(of(Map.of("email", "a@example.com", "email_verified", "true"), Map.of())
                        .problem())
                .isNull();
        assertThat(of(Map.of(), Map.of("email", "a@example.com")).problem())
                .as("it does not say: to auth such an address is none")
                .isNull();
        assertThat(of(Map.of(), Map.of()).problem()).isNull();
    }

    @Test
    void theNameIsTheOneForPeopleElseTheOneForLogins() {
        assertThat(of(Map.of("name", "Ada", "preferred_username", "ada"), Map.of())
                        .name())
                .isEqualTo("Ada");
        assertThat(of(Map.of("preferred_username", "ada"), Map.of("name", "Ada Okafor"))
                        .name())
                .isEqualTo("Ada Okafor");
        assertThat(of(Map.of("name", " "), Map.of("preferred_username", "ada")).name())
                .isEqualTo("ada");
    }

    @Test
    void authIsToldAllOfIt() {
        Claims claims = new Claims("https://id.example.com", "s-1", "a@example.com", true, "Ada");
        assertThat(claims.login("zh"))
                .extracting("issuer", "subject", "email", "emailVerified", "name", "language")
                .containsExactly("https://id.example.com", "s-1", "a@example.com", true, "Ada", "zh");
    }

    private static Claims of(Map<String, @Nullable String> token, Map<String, @Nullable String> user) {
        return Claims.of("https://id.example.com", "s-1", token::get, user::get);
    }
}
