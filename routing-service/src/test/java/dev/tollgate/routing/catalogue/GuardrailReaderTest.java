package dev.tollgate.routing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.routing.v1.Catalogue;
import dev.tollgate.contract.routing.v1.CatalogueStatus.Problem;
import dev.tollgate.contract.routing.v1.Guardrails;
import dev.tollgate.contract.routing.v1.Guardrails.Guardrail;
import dev.tollgate.contract.routing.v1.Guardrails.Hook;
import dev.tollgate.contract.routing.v1.Guardrails.Redaction;
import dev.tollgate.contract.routing.v1.MasterKeys;
import dev.tollgate.routing.catalogue.CatalogueFile.Reading;
import dev.tollgate.routing.credential.CredentialReference;
import dev.tollgate.routing.credential.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Guardrails as the catalogue file says them: each as one line.
class GuardrailReaderTest {
    private static final String HOOK =
            "id: policy, kind: http, url: 'https://policy.example/check', on_failure: closed";
    private static final String PII = "id: pii, kind: redact, patterns: [email]";
    private static final MasterKeys KEYS = MasterKeys.parse("k:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    @Test
    void aGroupThatNamesNoneHasNone() {
        assertThat(valid("", PII).groups())
                .extracting(Catalogue.Group::guardrails)
                .containsOnlyNulls();
    }

    @Test
    void readsHooksAndRedactionsOfAGroup() {
        CatalogueFile file = valid(
                ", guardrails: {before: [pii, policy], after: [pii]}",
                PII + ", custom: [{name: ticket, pattern: 'TCK-[0-9]{4,6}'}], replacement: '<{name}>'",
                HOOK + ", timeout: 2s, secret: env:POLICY");

        Guardrail pii = new Guardrail(
                "pii",
                null,
                new Redaction(
                        List.of(
                                new Guardrails.Pattern("email", null, 0),
                                new Guardrails.Pattern("ticket", "TCK-[0-9]{4,6}", 10)),
                        "<{name}>"));
        Guardrail policy =
                new Guardrail("policy", new Hook("https://policy.example/check", 2_000, true, true, null), null);
        assertThat(file.groups().getFirst().guardrails()).isEqualTo(new Guardrails(List.of(pii, policy), List.of(pii)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id: x, kind: magic                                              | kind | must be http or redact, not "magic"
            id: x, kind: http, url: 'https://h.example'                      | on_failure | is missing
            id: x, kind: http, url: 'ftp://h.example', on_failure: open       | url | must begin with https:// or http://
            id: x, kind: http, url: 'http://127.0.0.1/', on_failure: open     | url | must not lead to this machine, unless allow_loopback is true
            id: x, kind: http, url: 'http://169.254.169.254/', on_failure: open | url | must not lead to a link-local or metadata address
            id: x, kind: http, url: 'https://h.example', on_failure: open, timeout: 1m | timeout | must be at most 30s
            id: x, kind: http, url: 'https://h.example', on_failure: open, secret: hunter2 | secret | must be env:NAME or file:/path; never the secret itself
            id: x, kind: http, url: 'https://h.example', on_failure: open, patterns: [email] | patterns | goes only with kind: redact
            id: x, kind: redact                                             | patterns | is missing: names of built-in patterns, or some under custom
            id: x, kind: redact, patterns: [nonsense]                       | patterns[0] | must be one of api_key, credit_card, email, iban, ipv4, phone, us_ssn
            id: x, kind: redact, patterns: [email, email]                   | patterns[1] | is given twice
            id: x, kind: redact, patterns: [email], replacement: 'a"b'      | replacement | must be at most 64 characters without quotes or backslashes, not "a"b"
            id: x, kind: redact, custom: [{name: email, pattern: a}]        | custom[0].name | is taken: another pattern is called "email"
            id: x, kind: redact, custom: [{name: a, pattern: '('}]          | custom[0].pattern | is no expression of RE2: missing closing )
            id: x, kind: redact, custom: [{name: a, pattern: 'a+'}]         | custom[0].pattern | must bound its repetitions: write {1,20}, not + or *, as a stream cannot be held for ever
            id: x, kind: redact, custom: [{name: a, pattern: '(a{2,40}){9}'}] | custom[0].pattern | can match 360 characters; at most 256 are held back
            id: x, kind: redact, custom: [{name: a, pattern: 'a?'}]         | custom[0].pattern | must not match nothing
            """)
    void namesWhatIsWrong(String words, String field, String message) {
        assertThat(problems("", words))
                .extracting(Problem::field, Problem::message)
                .containsExactly(tuple("guardrails[0]." + field, message));
    }

    @Test
    void aGroupNamesOnlyWhatThereIs() {
        assertThat(problems(", guardrails: {before: [pii, pii, nobody]}", PII))
                .extracting(Problem::field, Problem::message)
                .containsExactly(
                        tuple("groups[0].guardrails.before[1]", "is given twice"),
                        tuple("groups[0].guardrails.before[2]", "is unknown: no guardrail has the id \"nobody\""));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            abc                    => 3
            a{2,5}                 => 5
            (?:ab|cde)f            => 4
            (?i)[a-z]{3}\\d        => 4
            \\bTCK-[0-9]{4,6}\\b   => 10
            .                      => 2
            [^x]{2}                => 4
            \\p{L}x?               => 3
            [\\]a]b                => 3
            [[:alpha:]]{2}         => 4
            \\Qa.b\\E              => 3
            a{b                    => 3
            (?P<year>[0-9]{4})     => 4
            \\x{1F600}\\x41        => 3
            """)
    void knowsHowLongAMatchCanBe(String expression, int width) {
        assertThat(ExpressionWidth.of(expression)).isEqualTo(new ExpressionWidth.Bounded(width));
    }

    @Test
    void tellsAGroupsGuardrailsAgainAsTheyWereNamed() {
        assertThat(Definitions.of(valid(", guardrails: {before: [pii]}", PII), Kind.GROUP)
                        .get("g"))
                .containsEntry("guardrails", Map.of("before", List.of("pii")));
    }

    @Test
    void sealsAServicesSecretOnceAndForItAlone() {
        CatalogueFile file = valid(", guardrails: {before: [policy]}", HOOK + ", secret: env:POLICY");
        Secrets secrets = Secrets.resolve(Set.of(new CredentialReference.Env("POLICY")), name -> "hush", Map.of());
        CatalogueCompiler compiler = new CatalogueCompiler(KEYS, false);

        Catalogue first = compiler.compile(file, secrets, null);

        assertThat(KEYS.open(Objects.requireNonNull(hook(first).secret()), "guardrail:policy"))
                .isEqualTo("hush");
        assertThat(compiler.compile(file, secrets, first)).isEqualTo(first);
    }

    @Test
    void aServiceWhoseSecretIsNotSetCannotBeAsked() {
        CatalogueFile file = valid(", guardrails: {before: [policy]}", HOOK + ", secret: env:POLICY");

        Hook hook = hook(new CatalogueCompiler(KEYS, false)
                .compile(file, Secrets.resolve(Set.of(), name -> null, Map.of()), null));

        assertThat(hook.signed()).isTrue();
        assertThat(hook.secret()).isNull();
    }

    @Test
    void aCatalogueOfTheReleaseBeforeHasNone() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readValue("{\"id\":\"g\",\"models\":[]}", Catalogue.Group.class)
                        .guardrails())
                .isNull();
    }

    private static Hook hook(Catalogue catalogue) {
        Guardrails guardrails =
                Objects.requireNonNull(catalogue.groups().getFirst().guardrails());
        return Objects.requireNonNull(guardrails.before().getFirst().hook());
    }

    private static CatalogueFile valid(String group, String... guardrails) {
        Reading reading = read(group, guardrails);
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).file();
    }

    private static List<Problem> problems(String group, String... guardrails) {
        Reading reading = read(group, guardrails);
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid) reading).problems();
    }

    private static Reading read(String group, String... guardrails) {
        StringBuilder file = new StringBuilder("version: 1\nproviders: []\nmodels: []\ndeployments: []\nguardrails:\n");
        for (String guardrail : guardrails) {
            file.append("  - {").append(guardrail).append("}\n");
        }
        file.append("groups: [{id: g, models: [\"*\"]").append(group).append("}]\n");
        return new CatalogueReader(1_000_000, name -> null).read(file.toString().getBytes(StandardCharsets.UTF_8));
    }
}
