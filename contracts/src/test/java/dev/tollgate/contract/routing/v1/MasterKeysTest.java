package dev.tollgate.contract.routing.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import org.junit.jupiter.api.Test;

class MasterKeysTest {
    private static final String OLD = "old:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW = "new:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Property(tries = 200)
    void whatIsSealedOpensForItsOwner(@ForAll String secret, @ForAll String owner) {
        String text = secret.replaceAll("\\p{Cs}", "");
        String named = owner.replaceAll("\\p{Cs}", "");
        MasterKeys keys = MasterKeys.parse(NEW);
        assertThat(keys.open(keys.seal(text, named), named)).isEqualTo(text);
    }

    @Property(tries = 200)
    void bytesThatAreSealedOpenForTheirOwner(@ForAll byte[] plain, @ForAll @AlphaChars String owner) {
        MasterKeys keys = MasterKeys.parse(NEW);
        assertThat(keys.open(keys.seal(plain, owner), owner)).isEqualTo(plain);
    }

    @Test
    void sealedBytesTellNothingAndNameTheirKey() {
        byte[] plain = "an answer that is private".getBytes(StandardCharsets.UTF_8);
        SealedBytes sealed = MasterKeys.parse(NEW).seal(plain, "line");
        assertThat(sealed.keyId()).isEqualTo("new");
        assertThat(sealed.bytes()).hasSize(12 + plain.length + 16);
        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("private");
    }

    @Test
    void bytesOfAnotherOwnerAlteredCutShortOrOfAnUnknownKeyAreRefused() {
        MasterKeys keys = MasterKeys.parse(NEW);
        SealedBytes sealed = keys.seal(new byte[] {1, 2}, "line");
        byte[] altered = sealed.bytes().clone();
        altered[altered.length - 1] ^= 1;
        assertThatIllegalArgumentException().isThrownBy(() -> keys.open(sealed, "other"));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.open(new SealedBytes("new", altered), "line"));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.open(new SealedBytes("new", new byte[5]), "line"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKeys.parse(OLD).open(sealed, "line"))
                .withMessage("unknown master key new");
    }

    @Test
    void theFirstKeySealsAndAllOpen() {
        SealedCredential before = MasterKeys.parse(OLD).seal("secret", "d");
        MasterKeys both = MasterKeys.parse(NEW + "," + OLD);
        assertThat(both.newest()).isEqualTo("new");
        assertThat(both.open(before, "d")).isEqualTo("secret");
        assertThat(both.seal("secret", "d").keyId()).isEqualTo("new");
    }

    @Test
    void aSealIsNeverTheSameTwice() {
        MasterKeys keys = MasterKeys.parse(NEW);
        assertThat(keys.seal("secret", "d")).isNotEqualTo(keys.seal("secret", "d"));
    }

    @Test
    void refusesAnotherOwnerAnAlteredTextAndAnUnknownKey() {
        MasterKeys keys = MasterKeys.parse(NEW);
        SealedCredential sealed = keys.seal("secret", "d");
        byte[] bytes = Base64.getDecoder().decode(sealed.sealed());
        bytes[bytes.length - 1] ^= 1;
        SealedCredential altered =
                new SealedCredential("new", Base64.getEncoder().encodeToString(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.open(sealed, "other"));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.open(altered, "d"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MasterKeys.parse(OLD).open(sealed, "d"));
    }

    @Test
    void aBadEntryIsNamedWithoutItsKey() {
        for (String bad : new String[] {"", "noColon", "a:***", "a:c2hvcnQ="}) {
            assertThatIllegalArgumentException()
                    .as(bad)
                    .isThrownBy(() -> MasterKeys.parse(bad))
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .doesNotContain("***")
                            .doesNotContain("c2hv"));
        }
        assertThat(MasterKeys.parse(NEW).toString()).isEqualTo("MasterKeys[new]");
    }
}
