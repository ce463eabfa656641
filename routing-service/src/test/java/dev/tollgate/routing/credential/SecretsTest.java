package dev.tollgate.routing.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String KEY = """
            {
              "type": "service_account",
              "private_key": "-----BEGIN KEY-----\\nMIIE\\n-----END KEY-----\\n",
              "token_uri": "https://oauth2.googleapis.com/token"
            }
            """;
    private static final String ONE_LINE = "{\"type\":\"service_account\","
            + "\"private_key\":\"-----BEGIN KEY-----\\nMIIE\\n-----END KEY-----\\n\","
            + "\"token_uri\":\"https://oauth2.googleapis.com/token\"}";

    @Test
    void aCredentialOfSeveralLinesSurvivesFromAVariable() {
        CredentialReference reference = new CredentialReference.Env("VERTEX_API_KEY");
        Secrets secrets = Secrets.resolve(Set.of(reference), name -> KEY, Map.of());
        assertThat(secrets.find(reference, "vertex")).isEqualTo(ONE_LINE);
    }

    @Test
    void aCredentialOfSeveralLinesSurvivesFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key.json"), KEY);
        CredentialReference reference = new CredentialReference.File(file.toString());
        Secrets secrets = Secrets.resolve(Set.of(reference), name -> null, Map.of());
        assertThat(secrets.find(reference, "vertex")).isEqualTo(ONE_LINE);
    }

    @Test
    void anyOtherIsTrimmed() {
        assertThat(Secrets.usable(" sk-1\n")).isEqualTo("sk-1");
    }

    /// Nothing of these may stand in a header.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sk-1 sk-2",
                "sk-1\nsk-2",
                "s\u00fc\u00df",
                "{\"a\":\n}",
                "{\"a\":\"\u00fc\"}",
                "{} {}\n{}"
            })
    void whatNoHeaderTakesIsNone(String text) {
        assertThat(Secrets.usable(text)).isNull();
    }
}
