package dev.tollgate.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.Cast;
import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Peers;
import dev.tollgate.console.Visitor;
import dev.tollgate.contract.auth.v1.AccountRole;
import dev.tollgate.contract.auth.v1.PlatformRole;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.Principal.Membership;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class FrameServiceTest {
    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/assets/[^\"#]+)");

    private final Visitor owner = new Visitor(Cast.browser(AccountRole.OWNER));
    private final Visitor nobody = new Visitor(null);
    private Peers peers;

    @BeforeEach
    void startPeers() {
        peers = new Peers();
    }

    @AfterEach
    void stopPeersThatWereAskedNothingWrong() {
        peers.close();
        assertThat(peers.violations()).isEmpty();
    }

    @Test
    void eachPageForbidsWhatItDoesNotNeed() {
        for (HttpResponse<String> page : List.of(
                nobody.get("/login"),
                owner.get("/keys"),
                owner.get("/keys/none"),
                nobody.with("Accept", "text/html").get("/nowhere"))) {
            String policy = page.headers().firstValue("Content-Security-Policy").orElse("");
            assertThat(policy)
                    .as(page.uri().toString())
                    .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "form-action 'self'")
                    .contains("frame-ancestors 'none'", "base-uri 'none'", "report-uri /reports/csp")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(page.body()).doesNotContainPattern("<script>|<style|\\sstyle=|\\son[a-z]+=");
        }
    }

    @Test
    void filesAreKeptForGoodUnderTheirVersionAndSentCompressed() {
        Matcher asset = ASSET.matcher(nobody.page("/login"));
        int seen = 0;
        while (asset.find()) {
            var file = RestAssured.given().header("Accept-Encoding", "gzip").get(asset.group(1));
            assertThat(file.statusCode()).as(asset.group(1)).isEqualTo(200);
            assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(file.header("Content-Encoding")).isEqualTo("gzip");
            seen++;
        }
        assertThat(seen).isGreaterThan(5);
        assertThat(RestAssured.get("/assets/another/console.css").header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(RestAssured.get("/assets/another/nothing.css").statusCode()).isEqualTo(404);
    }

    @Test
    void aFormThatIsNotOursChangesNothing() {
        List<HttpResponse<String>> refused = List.of(
                owner.postForeign("/keys/key_1/revoke"),
                owner.postForeign("/keys/key_1/revoke", "form_token", "made-up"),
                nobody.postForeign("/login", "login", "ada", "password", "right"),
                owner.with("Sec-Fetch-Site", "cross-site").post("/keys/key_1/revoke"),
                owner.with("Sec-Fetch-Site", "same-site").post("/keys/key_1/revoke"));
        assertThat(refused).extracting(HttpResponse::statusCode).containsOnly(403);
        assertThat(peers.auth.calls()).extracting(call -> call.method()).doesNotContain("POST");
        assertThat(owner.with("Sec-Fetch-Site", "same-origin")
                        .post("/keys/key_1/revoke")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void theManagementApiTakesNoCookieAndPagesNoBearerToken() {
        assertThat(owner.get("/api/v1/keys?account_id=acct_1").statusCode()).isEqualTo(401);
        assertThat(nobody.with("Authorization", "Bearer " + ConsoleProfile.ADMIN_TOKEN)
                        .get("/keys")
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void theLanguageIsTheChosenOneElseTheBrowsers() {
        assertThat(nobody.page("/login")).contains("lang=\"en\"", "Sign in to Tollgate");
        assertThat(nobody.with("Accept-Language", "de, zh-CN;q=0.8, en;q=0.5").page("/login"))
                .contains("lang=\"zh-CN\"", "登录 Tollgate");
        assertThat(nobody.with("Accept-Language", "zh")
                        .with("Cookie", "tollgate_language=en")
                        .page("/login"))
                .contains("lang=\"en\"");
        HttpResponse<String> chosen = nobody.post("/preferences", "language", "zh-CN", "next", "/docs");
        assertThat(chosen.headers().firstValue("Location").orElse("")).endsWith("/docs");
        assertThat(chosen.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("tollgate_language=zh-CN", "SameSite=Lax"));
    }

    @Test
    void theThemeIsWrittenByTheServer() {
        assertThat(nobody.page("/login")).contains("data-bs-theme=\"light\" data-theme=\"auto\"");
        assertThat(nobody.with("Cookie", "tollgate_theme=dark").page("/login"))
                .contains("data-bs-theme=\"dark\" data-theme=\"dark\"");
    }

    @Test
    void errorsArePagesThatSayWhatToDo() {
        HttpResponse<String> gone = owner.get("/keys/key_9");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(gone.body()).contains("This page is not there", "belongs to another account");
        HttpResponse<String> forbidden = new Visitor(Cast.browser(AccountRole.BILLING)).get("/keys");
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(forbidden.body()).contains("You may not do this", "keys:read");
        peers.auth.failWith(500, 100);
        HttpResponse<String> away = owner.get("/keys");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("A part of the system is away").doesNotContain("scripted");
        HttpResponse<String> nowhere = nobody.with("Accept", "text/html,*/*")
                .with("Accept-Language", "zh")
                .get("/nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.body()).contains("页面不存在");
        assertThat(nobody.get("/nowhere").body()).startsWith("{\"error\"");
    }

    @Test
    void partsOfPagesAreToldInAPartAndSentToSignInByAHeader() {
        Visitor part = owner.with("HX-Request", "true");
        assertThat(part.get("/keys/key_9").body()).doesNotContain("<html").contains("This page is not there");
        HttpResponse<String> ended = nobody.with("HX-Request", "true").get("/keys");
        assertThat(ended.statusCode()).isEqualTo(401);
        assertThat(ended.headers().firstValue("HX-Redirect")).contains("/login?next=%2F");
    }

    @Test
    void whoHasSeveralAccountsChoosesTheOneToLookAt() {
        Membership first = new Membership("acct_1", AccountRole.OWNER);
        Membership second = new Membership(Cast.FOREIGN, AccountRole.MEMBER);
        Visitor both = new Visitor(Cast.browser(
                "both",
                new Principal(
                        "user_both",
                        "principal",
                        "both",
                        "tok_both",
                        null,
                        4_000_000_000L,
                        List.of(),
                        List.of(first, second))));
        assertThat(both.page("/keys")).contains("<option value=\"acct_1\" selected>", "value=\"acct_2\"");
        assertThat(peers.auth.calls())
                .anySatisfy(call -> assertThat(call.query()).containsEntry("account_id", "acct_1"));
        assertThat(both.with("Cookie", "tollgate_account=acct_2").page("/keys"))
                .contains("<option value=\"acct_2\" selected>", "/keys/new?account=acct_2");
        assertThat(both.with("Cookie", "tollgate_account=acct_9").page("/keys"))
                .contains("<option value=\"acct_1\" selected>");
        assertThat(both.get("/keys?account=acct_9").statusCode()).isEqualTo(404);
        assertThat(owner.page("/keys")).doesNotContain("id=\"tg-account\"");
        assertThat(new Visitor(Cast.browser(PlatformRole.OPERATOR)).page("/keys"))
                .contains("<option value=\"\">All accounts</option>");
    }

    @Test
    void reportsOfBrowsersAreCounted() {
        double before = reports();
        assertThat(RestAssured.given()
                        .config(RestAssured.config()
                                .encoderConfig(EncoderConfig.encoderConfig()
                                        .encodeContentTypeAs("application/csp-report", ContentType.TEXT)))
                        .contentType("application/csp-report")
                        .body("{\"csp-report\":{\"blocked-uri\":\"inline\"}}")
                        .post("/reports/csp")
                        .statusCode())
                .isEqualTo(204);
        assertThat(reports()).isEqualTo(before + 1);
    }

    private static double reports() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tollgate_console_csp_reports_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
