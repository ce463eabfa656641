package dev.tollgate.console.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EnrolmentTest {
    private static final String TEXT = "otpauth://totp/Tollgate%3Aada?secret=GEZDGNBVGY3TQOJQ&issuer=Tollgate";

    @Test
    void theSecretIsToldInGroupsToBeTypedByHand() {
        assertThat(new Enrolment(TEXT).secret()).isEqualTo("GEZD GNBV GY3T QOJQ");
    }

    @Test
    void thePictureKeepsAMarginAndBeginsWithItsCorner() {
        Enrolment enrolment = new Enrolment(TEXT);
        assertThat(enrolment.size()).isEqualTo(37 + 8);
        assertThat(enrolment.path()).startsWith("M4 4h1v1h-1zM5 4h1v1h-1z").doesNotContain("M3 ");
    }

    @Test
    void whatAFormSendsIsNoPictureUnlessItIsAnAuthenticators() {
        assertThat(Enrolment.isUri("javascript:alert(1)")).isFalse();
        assertThat(Enrolment.isUri("otpauth://totp/a b")).isFalse();
        assertThatThrownBy(() -> new Enrolment("https://example.com/")).isInstanceOf(IllegalArgumentException.class);
    }
}
