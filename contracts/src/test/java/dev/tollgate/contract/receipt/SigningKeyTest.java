package dev.tollgate.contract.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeyTest {
    /// RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature.
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
    })
    void makesTheKeysOfTheRfc(String seed, String open, String message, String signed) throws Exception {
        SigningKey key = SigningKey.of("k", HexFormat.of().parseHex(seed));
        assertThat(key.publicKey()).isEqualTo(HexFormat.of().parseHex(open));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.secret());
        signature.update(HexFormat.of().parseHex(message));
        assertThat(signature.sign()).isEqualTo(HexFormat.of().parseHex(signed));
        signature.initVerify(
                PublicKeys.of(Map.of("k", key.publicKey())).find("k").orElseThrow());
        signature.update(HexFormat.of().parseHex(message));
        assertThat(signature.verify(HexFormat.of().parseHex(signed))).isTrue();
    }

    /// RFC 8037, appendix A.1 and A.2: the same key as a JWK.
    @Test
    void showsThePublicKeyAsAJwk() {
        byte[] seed = Base64.getUrlDecoder().decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
        PublicKeys keys = PublicKeys.of(Map.of("k1", SigningKey.of("k1", seed).publicKey()));
        assertThat(keys.document())
                .isEqualTo(Map.of(
                        "keys",
                        List.of(Map.of(
                                "kty", "OKP",
                                "crv", "Ed25519",
                                "alg", "EdDSA",
                                "use", "sig",
                                "kid", "k1",
                                "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))));
        assertThat(PublicKeys.read(keys.document()).find("k1")).isPresent();
    }

    @Test
    void readsSeveralNewestFirst() {
        String one = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(SigningKey.parse("k2:" + one + ", k1:" + one))
                .extracting(SigningKey::id)
                .containsExactly("k2", "k1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secretsecret|must be written as id:base64",
                "k1:AAAA|has 3 bytes, not 32",
                "k1:secret!secret|is not base64",
                "k 1:AAAA|letters, digits",
                "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=|there twice"
            })
    void refusesAnotherFormWithoutTellingTheKey(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.parse(text))
                .withMessageContaining(message)
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("secret", "AAAA"));
        assertThat(SigningKey.of("k1", new byte[32])).hasToString("SigningKey[k1]");
    }

    @Test
    void refusesASetOfAnotherForm() {
        assertThatIllegalArgumentException().isThrownBy(() -> PublicKeys.read(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> PublicKeys.read(Map.of("keys", "k1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicKeys.read(
                        Map.of("keys", List.of(Map.of("kty", "OKP", "crv", "Ed25519", "kid", "k1", "x", "AAAA")))));
        assertThat(PublicKeys.read(Map.of("keys", List.of(Map.of("kty", "RSA", "kid", "k1"))))
                        .find("k1"))
                .isEmpty();
    }
}
