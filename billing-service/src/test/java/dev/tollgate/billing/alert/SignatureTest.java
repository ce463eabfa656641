package dev.tollgate.billing.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    void isTheHmacOfTimeAndBody() {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_test
        assertThat(Signature.of("whsec_test", 1_700_000_000, "{\"a\":1}"))
                .isEqualTo("t=1700000000,v1=38877139021993b830af32feea6e18a8da83eb2f6e49ee50bd9e4cf4ca4d3789");
    }

    @Test
    void changesWithTimeBodyAndSecret() {
        String signed = Signature.of("s", 1, "b");
        assertThat(signed)
                .isNotEqualTo(Signature.of("s", 2, "b"))
                .isNotEqualTo(Signature.of("s", 1, "c"))
                .isNotEqualTo(Signature.of("t", 1, "b"));
        assertThat(Signature.newSecret()).matches("whsec_[A-Za-z0-9_-]{43}").isNotEqualTo(Signature.newSecret());
    }
}
