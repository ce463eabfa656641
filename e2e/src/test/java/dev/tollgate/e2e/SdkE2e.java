package dev.tollgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The SDKs as their users run them. Where they are installed is told by `sdk.home`; without it these tests fail.
class SdkE2e {
    private static final String LIMITED = "\"limits\":{\"rpm\":3},\"models\":[\"demo\",\"gpt-5.4-mini\"]";

    private static final String ONE_AT_A_TIME = "\"limits\":{\"concurrency\":1}";

    private final Suite suite = Suite.running();

    @Test
    void pythonSdkAndTheSeedsSamples() throws Exception {
        Path home = sdkHome();
        run(
                List.of(
                        home.resolve("python/bin/python").toString(),
                        "-m",
                        "pytest",
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        "."),
                Path.of("sdk/python"));
    }

    /// Those that can be run against a server that does as it is told; which are not, and why, is told with them.
    @Test
    void openAisOwnTestsOfItsPythonSdk() throws Exception {
        Path home = sdkHome();
        String told = run(
                List.of(
                        home.resolve("python/bin/python").toString(),
                        "run.py",
                        home.resolve("openai-python").toString()),
                Path.of("sdk/openai-python"));
        System.out.println(told.substring(told.indexOf("OpenAI's own tests")));
    }

    @Test
    void nodeSdkAndTheSeedsSamples() throws Exception {
        run(List.of("node", "--test"), sdkHome().resolve("node"));
    }

    /// The seeds' own, but for the key and the address; the last is how the FAQ tells to try without `/v1`.
    @ParameterizedTest
    @ValueSource(strings = {"""
                curl https://brivionix.com/v1/chat/completions \\
                  -H "Content-Type: application/json" \\
                  -H "Authorization: Bearer sk-your-api-key" \\
                  -d '{"model": "gpt-5.4-mini", "messages": [{"role": "user", "content": "Hello!"}]}'
                """, """
                curl https://brivionix.com/v1/chat/completions \\
                  -H "Authorization: Bearer sk-your-api-key" \\
                  -H "Content-Type: application/json" \\
                  -d '{
                    "model": "gpt-5.4-mini",
                    "messages": [
                      {"role": "user", "content": "Briefly introduce Brivionix."}
                    ]
                  }'
                """, """
                curl https://brivionix.com/chat/completions \\
                -H "Authorization: Bearer sk-your-api-key" \\
                -H "Content-Type: application/json" \\
                -d '{"model":"gpt-4o","messages":[{"role":"user","content":"Hello!"}]}'
                """})
    void theSeedsCurlSamplesAnswer(String sample) throws Exception {
        String command = sample.replace("https://brivionix.com", suite.edge(1).toString())
                .replace("sk-your-api-key", suite.customer(Suite.CREDIT, "").secret());
        Process process = new ProcessBuilder("bash", "-c", "set -e; " + command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(Suite.json(output).at("/choices/0/message/content").asText()).isNotEmpty();
    }

    private static Path sdkHome() {
        String home = System.getProperty("sdk.home", "");
        assertThat(home)
                .as("-Dsdk.home: run ./tollgate test, which installs the SDKs")
                .isNotEmpty();
        return Path.of(home);
    }

    /// @return what the command has written
    private String run(List<String> command, Path folder) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "OPENAI_BASE_URL", suite.edge(1) + "/v1",
                        "OPENAI_API_KEY", suite.customer(100 * Suite.CREDIT, "").secret(),
                        "POOR_API_KEY", suite.customer(0, "").secret(),
                        "LIMITED_API_KEY", suite.customer(Suite.CREDIT, LIMITED).secret(),
                        "NODE_LIMITED_API_KEY",
                                suite.customer(Suite.CREDIT, LIMITED).secret(),
                        "SINGLE_API_KEY",
                                suite.customer(Suite.CREDIT, ONE_AT_A_TIME).secret(),
                        "DIALECT_MODELS", Dialects.asVariable(),
                        "PYTHONDONTWRITEBYTECODE", "1"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
