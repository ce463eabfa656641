package dev.tollgate.console.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.console.ConsoleProfile;
import dev.tollgate.console.Visitor;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ConsoleProfile.class)
class OidcOffServiceTest {
    private final Visitor nobody = new Visitor(null);

    @Test
    void withoutAnIssuerThereIsNeitherAButtonNorAWay() {
        assertThat(nobody.page("/login?problem=away")).doesNotContain("/login/oidc", "role=\"alert\"");
        for (String path : List.of("/login/oidc", "/login/oidc/callback?code=c&state=s")) {
            assertThat(nobody.get(path).headers().firstValue("Location")).contains("/login");
        }
    }
}
