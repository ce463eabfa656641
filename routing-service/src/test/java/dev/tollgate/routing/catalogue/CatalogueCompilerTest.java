package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.Catalogue.Deployment;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.contract.routing.v1.SealedCredential;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import dev.tollgate.routing.credential.CredentialReference;
import dev.tollgate.routing.credential.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class CatalogueCompilerTest {
    private static final String OLD_KEY = "old:" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW_KEY = "new:" + Base64.getEncoder().encodeToString(filled());
    private static final CredentialReference OPENAI = new CredentialReference.Env("OPENAI_API_KEY");

    @Test
    void sealsASecretForItsDeployment() {
        MasterKeys keys = MasterKeys.parse(OLD_KEY);

        Catalogue catalogue = new CatalogueCompiler(keys, false).compile(file(), secrets("sk-1"), null);

        Deployment deployment = catalogue.deployments().getFirst();
        SealedCredential credential = Objects.requireNonNull(deployment.credential());
        assertThat(keys.open(credential, "openai/gpt-x")).isEqualTo("sk-1");
        assertThat(deployment.credentialHint()).isEqualTo("OPENAI_API_KEY");
        assertThat(deployment.needsCredential()).isTrue();
        assertThat(new String(SnapshotVersion.bytes(catalogue), StandardCharsets.UTF_8))
                .doesNotContain("sk-1");
    }

    @Test
    void givesOneVersionForTheSameFileAndSecrets() {
        CatalogueCompiler compiler = new CatalogueCompiler(MasterKeys.parse(OLD_KEY), false);
        Catalogue first = compiler.compile(file(), secrets("sk-1"), null);

        assertThat(compiler.compile(file(), secrets("sk-1"), first)).isEqualTo(first);
        assertThat(compiler.compile(file(), secrets("sk-2"), first).version()).isNotEqualTo(first.version());
        assertThat(compiler.compile(file(), secrets(""), first)
                        .deployments()
                        .getFirst()
                        .credential())
                .isNull();
    }

    @Test
    void keepsCiphertextsOfAnOlderMasterKeyUntilTheyAreRotated() {
        Catalogue old = new CatalogueCompiler(MasterKeys.parse(OLD_KEY), false).compile(file(), secrets("sk-1"), null);
        MasterKeys both = MasterKeys.parse(NEW_KEY + "," + OLD_KEY);
        CatalogueCompiler compiler = new CatalogueCompiler(both, false);

        Catalogue kept = compiler.compile(file(), secrets("sk-1"), old);
        Catalogue rotated = compiler.reseal(file(), secrets("sk-1"), old);

        assertThat(kept).isEqualTo(old);
        SealedCredential credential =
                Objects.requireNonNull(rotated.deployments().getFirst().credential());
        assertThat(credential.keyId()).isEqualTo("new");
        assertThat(MasterKeys.parse(NEW_KEY).open(credential, "openai/gpt-x")).isEqualTo("sk-1");
        assertThat(compiler.reseal(file(), secrets("sk-1"), rotated)).isEqualTo(rotated);
    }

    @Test
    void theDemoProviderStandsInForOtherEndpointsUnderTheRealName() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("../config/catalogue.yaml"));
        CatalogueFile shipped =
                ((CatalogueFile.Reading.Valid) new CatalogueReader(8 << 20, name -> null).read(bytes)).file();

        Catalogue catalogue =
                new CatalogueCompiler(MasterKeys.parse(OLD_KEY), true).compile(shipped, secrets(""), null);

        assertThat(catalogue.deployments())
                .filteredOn(deployment -> List.of("whisper-1", "gpt-4o").contains(deployment.model()))
                .extracting(Deployment::provider, Deployment::upstreamModel)
                .containsExactlyInAnyOrder(Assertions.tuple("demo", "demo"), Assertions.tuple("demo", "whisper-1"));
    }

    @Test
    void letsTheDemoProviderAnswerForDeploymentsWithoutACredential() {
        Catalogue catalogue = new CatalogueCompiler(MasterKeys.parse(OLD_KEY), true).compile(file(), secrets(""), null);

        Deployment deployment = catalogue.deployments().getFirst();
        assertThat(deployment.id()).isEqualTo("demo-all:openai/gpt-x");
        assertThat(deployment.provider()).isEqualTo("demo");
        assertThat(deployment.model()).isEqualTo("gpt-x");
        assertThat(deployment.upstreamModel()).isEqualTo("demo");
        assertThat(deployment.needsCredential()).isFalse();
    }

    @Test
    void leavesDeploymentsWithACredentialToTheirProvider() {
        Catalogue catalogue =
                new CatalogueCompiler(MasterKeys.parse(OLD_KEY), true).compile(file(), secrets("sk-1"), null);

        assertThat(catalogue.deployments().getFirst().provider()).isEqualTo("openai");
    }

    @Test
    void survivesItsOwnJson() {
        Catalogue catalogue =
                new CatalogueCompiler(MasterKeys.parse(OLD_KEY), false).compile(file(), secrets("sk-1"), null);

        Catalogue read = SnapshotVersion.read(new String(SnapshotVersion.bytes(catalogue), StandardCharsets.UTF_8));

        assertThat(read).isEqualTo(catalogue);
        assertThat(SnapshotVersion.stamp(read)).isEqualTo(catalogue);
    }

    private static byte[] filled() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private static CatalogueFile file() {
        byte[] bytes = SampleFile.TEXT.getBytes(StandardCharsets.UTF_8);
        return ((Reading.Valid) new CatalogueReader(1_000_000, name -> null).read(bytes)).file();
    }

    private static Secrets secrets(String openai) {
        return Secrets.resolve(Set.of(OPENAI), name -> name.equals("OPENAI_API_KEY") ? openai : null, Map.of());
    }
}
