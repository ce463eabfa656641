package dev.tollgate.auth.signup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.auth.v1.SignupMode;
import dev.tollgate.contract.error.ErrorCode;
import org.junit.jupiter.api.Test;

class SignupRulesTest {
    @Test
    void whoMaySignUpIsTheModesToSay() {
        assertThat(SignupRules.refusal(SignupMode.OPEN, false)).isNull();
        assertThat(SignupRules.refusal(SignupMode.OPEN, true)).isNull();
        assertThat(SignupRules.refusal(SignupMode.INVITATION, true)).isNull();
        assertThat(SignupRules.refusal(SignupMode.INVITATION, false))
                .extracting("code", "param")
                .containsExactly(ErrorCode.CONFLICT, "invitation");
        assertThat(SignupRules.refusal(SignupMode.OFF, true)).isNotNull();
        assertThat(SignupRules.refusal(SignupMode.OFF, false)).isNotNull();
    }

    @Test
    void anAddressIsOnePlainOne() {
        assertThat(SignupRules.emailFault("email", "ada@example.com")).isNull();
        assertThat(SignupRules.emailFault("email", "ada@example.com\nBcc: all@example.com"))
                .isNotNull();
        assertThat(SignupRules.emailFault("email", "Ada <ada@example.com>")).isNotNull();
        assertThat(SignupRules.emailFault("email", null)).extracting("param").isEqualTo("email");
    }
}
