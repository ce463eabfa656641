package dev.tollgate.console.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.Console;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.HttpCookie;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OidcProfile.class)
class OidcServiceTest {
    private static final String BACK = "/login/oidc/callback?code=a-code&state=";
    private static final Map<String, Object> ADA =
            Map.of("sub", "s-1", "email", "ada@example.com", "email_verified", true, "name", "Ada");

    private final Visitor nobody = new Visitor(null);

    @ConfigProperty(name = "tollgate.console.oidc.issuer")
    String url;

    private Peers peers;
    private Issuer issuer;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
        issuer = new Issuer(url);
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        issuer.close();
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void whoSignsInGoesOutWithAStateANonceAndAChallenge() {
        assertThat(nobody.page("/login?next=%2Fkeys"))
                .contains("Sign in with Staff login", "href=\"/login/oidc?next=%2Fkeys\"");
        HttpResponse<String> out = nobody.get("/login/oidc?next=%2Fkeys");
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(location(out)).startsWith(url + "/authorize?");
        assertThat(asked(out))
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", OidcProfile.SITE + "/login/oidc/callback")
                .containsEntry("scope", "openid profile email")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(out.headers().allValues("Set-Cookie")).anySatisfy(cookie -> assertThat(cookie)
                .startsWith("q_auth_console=")
                .contains("Path=/login/oidc", "HTTPOnly", "SameSite=Lax", "Max-Age=600"));
    }

    @Test
    void whoComesBackHasOurSessionAndNothingOfTheProviders() {
        HttpResponse<String> out = nobody.get("/login/oidc?next=%2Fkeys");
        issuer.says(told(out, "nonce"), ADA);
        HttpResponse<String> in = withCookiesOf(out).get(BACK + told(out, "state"));
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(location(in)).isEqualTo("/keys");
        assertThat(cookies(in)).containsKey("tollgate_session");
        assertThat(cookies(in).keySet()).noneMatch(name -> name.startsWith("q_session"));
        assertThat(in.headers().allValues("Set-Cookie").toString()).doesNotContain("opaque");
        assertThat(peers.auth.calls().getLast().path()).isEqualTo("/sessions/oidc");
        assertThat(peers.auth.calls().getLast().body())
                .contains("\"subject\":\"s-1\"", "\"email\":\"ada@example.com\"", "\"issuer\":\"" + url + "\"");
        assertThat(issuer.exchanged().getLast()).contains("code_verifier=");
    }

    @Test
    void whatWasNotBegunInThisBrowserIsRefusedBeforeTheCodeIsUsed() {
        HttpResponse<String> out = nobody.get("/login/oidc");
        issuer.says(told(out, "nonce"), ADA);
        assertThat(location(withCookiesOf(out).get(BACK + "another-state"))).isEqualTo("/login?problem=unproved");
        assertThat(location(nobody.get(BACK + told(out, "state")))).isEqualTo("/login?problem=unproved");
        assertThat(location(withCookiesOf(out).get("/login/oidc/callback"))).isEqualTo("/login?problem=unproved");
        assertThat(issuer.exchanged()).isEmpty();
        assertThat(peers.auth.calls()).isEmpty();
        assertThat(nobody.page("/login?problem=unproved")).contains("was not completed", "role=\"alert\"");
    }

    @Test
    void aTokenOfAnotherFlowIsRefused() {
        HttpResponse<String> out = nobody.get("/login/oidc");
        issuer.says("another-nonce", ADA);
        HttpResponse<String> in = withCookiesOf(out).get(BACK + told(out, "state"));
        assertThat(location(in)).isEqualTo("/login?problem=unproved");
        assertThat(cookies(in)).doesNotContainKey("tollgate_session");
        assertThat(peers.auth.calls()).isEmpty();
    }

    @Test
    void whoeverIsNotLetInIsToldWhatToDo() {
        HttpResponse<String> out = nobody.get("/login/oidc?next=%2Fkeys");
        issuer.says(told(out, "nonce"), Map.of("sub", "s-2", "email", "bo@example.com", "email_verified", false));
        assertThat(location(withCookiesOf(out).get(BACK + told(out, "state"))))
                .isEqualTo("/login?next=%2Fkeys&problem=unverified");
        assertThat(peers.auth.calls()).isEmpty();
        HttpResponse<String> again = nobody.get("/login/oidc");
        issuer.says(told(again, "nonce"), Map.of("sub", "nobody"));
        assertThat(location(withCookiesOf(again).get(BACK + told(again, "state"))))
                .isEqualTo("/login?problem=nobody");
        assertThat(location(nobody.get("/login/oidc/callback?error=access_denied&state=x")))
                .isEqualTo("/login?problem=denied");
        assertThat(location(nobody.get("/login/oidc/callback?error=temporarily_unavailable")))
                .isEqualTo("/login?problem=away");
        assertThat(nobody.page("/login?problem=unverified")).contains("has not verified your e-mail address");
        assertThat(nobody.page("/login?problem=%3Cb%3E")).doesNotContain("role=\"alert\"");
    }

    @Test
    void aProviderThatIsAwayStopsNothingElse() {
        issuer.close();
        HttpResponse<String> out = nobody.get("/login/oidc?next=%2Fkeys");
        assertThat(location(out))
                .satisfiesAnyOf(
                        there -> assertThat(there).isEqualTo("/login?next=%2Fkeys&problem=away"),
                        there -> assertThat(there).as("it was known before").startsWith(url));
        HttpResponse<String> in = withCookiesOf(out).get(BACK + told(out, "state"));
        assertThat(location(in)).startsWith("/login?").contains("problem=");
        assertThat(nobody.page("/login?problem=away")).contains("Staff login cannot be reached", "name=\"password\"");
        assertThat(nobody.post("/login", "login", "ada", "password", "right").statusCode())
                .isEqualTo(303);
    }

    @Test
    void nobodyIsSentElsewhere() {
        for (String next : List.of("https://evil.example", "//evil.example", "/\\evil.example")) {
            HttpResponse<String> out =
                    nobody.get("/login/oidc?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
            issuer.says(told(out, "nonce"), ADA);
            assertThat(location(withCookiesOf(out).get(BACK + told(out, "state"))))
                    .isEqualTo("/");
        }
    }

    @Test
    void theAccessFilterStaysTheOneJudge() {
        Console.isError(
                RestAssured.given()
                        .header("Authorization", "Bearer e30.e30.e30")
                        .get("/api/v1/me")
                        .then(),
                401,
                "authentication_error",
                "invalid_api_key",
                null);
        Console.get("/me").statusCode(200);
        HttpResponse<String> asked =
                nobody.with("Cookie", "q_session_console=x; q_auth_console=y").get("/keys");
        assertThat(location(asked)).isEqualTo("/login?next=%2Fkeys");
        assertThat(location(new Visitor(Cast.browser(AccountRole.OWNER)).get("/login/oidc?next=%2Fkeys")))
                .as("who has a session is not asked again")
                .isEqualTo("/keys");
    }

    private Visitor withCookiesOf(HttpResponse<String> answer) {
        return nobody.with(
                "Cookie",
                cookies(answer).entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining("; ")));
    }

    private static Map<String, String> cookies(HttpResponse<String> answer) {
        Map<String, String> all = new LinkedHashMap<>();
        answer.headers().allValues("Set-Cookie").stream()
                .flatMap(text -> HttpCookie.parse(text).stream())
                .filter(cookie -> cookie.getMaxAge() != 0)
                .forEach(cookie -> all.put(cookie.getName(), cookie.getValue()));
        return all;
    }

    private static String told(HttpResponse<String> answer, String parameter) {
        return asked(answer).getOrDefault(parameter, "none");
    }

    private static Map<String, String> asked(HttpResponse<String> answer) {
        String address = location(answer);
        return Arrays.stream(address.substring(address.indexOf('?') + 1).split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
