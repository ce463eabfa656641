package dev.tollgate.edge.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.edge.provider.spi.Failure;
import dev.tollgate.edge.provider.spi.Granted;
import org.junit.jupiter.api.Test;

class CredentialTest {
    @Test
    void aPairIsKeysAndAThirdPartTheirSessionsToken() {
        assertThat(Credential.of("AKIAIOSFODNN7EXAMPLE:wJalr/K7+bPx"))
                .isEqualTo(new Credential.Keys("AKIAIOSFODNN7EXAMPLE", "wJalr/K7+bPx", null, null));
        assertThat(Credential.of("ASIAIOSFODNN7EXAMPLE:wJalr/K7+bPx:FwoG=="))
                .isEqualTo(new Credential.Keys("ASIAIOSFODNN7EXAMPLE", "wJalr/K7+bPx", "FwoG==", null));
    }

    @Test
    void jsonIsReadAsAwsOwnToolPrintsIt() {
        String json = """
                {
                  "Version": 1,
                  "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                  "SecretAccessKey": "wJalr/K7+bPx",
                  "SessionToken": "FwoG==",
                  "region": "eu-west-1"
                }
                """;
        assertThat(Credential.of(json))
                .isEqualTo(new Credential.Keys("ASIAIOSFODNN7EXAMPLE", "wJalr/K7+bPx", "FwoG==", "eu-west-1"));
    }

    @Test
    void anythingElseIsAnApiKey() {
        assertThat(Credential.of("ABSKQmVkcm9ja0FQSUtleQ==\n"))
                .isEqualTo(new Credential.ApiKey("ABSKQmVkcm9ja0FQSUtleQ=="));
    }

    @Test
    void jsonThatLacksAKeyIsDeniedBeforeAnythingIsSent() {
        for (String text : new String[] {"{\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\"}", "{not json"}) {
            assertThat(Credential.of(text)).isEqualTo(new Credential.Malformed());
            assertThat(new BedrockAdapter()
                            .grant("https://example.com", text)
                            .orElseThrow()
                            .result())
                    .isEqualTo(new Granted.Denied(new Failure.Rejected(401)));
        }
        assertThat(new BedrockAdapter().grant("https://example.com", "AKIAIOSFODNN7EXAMPLE:secret"))
                .isEmpty();
    }

    @Test
    void noneShowsItsSecret() {
        assertThat(Credential.of("AKIAIOSFODNN7EXAMPLE:wJalr").toString()).doesNotContain("wJalr");
        assertThat(Credential.of("ABSKQ").toString()).doesNotContain("ABSKQ");
    }
}
