package dev.tollgate.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.auth.identity.OidcRules.Whose;
import dev.tollgate.contract.auth.v1.OidcLogin;
import dev.tollgate.contract.auth.v1.UserStatus;
import dev.tollgate.contract.auth.v1.UserView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OidcRulesTest {
    private static final UserView CONFIRMED = user(true);
    private static final UserView TYPED = user(false);

    @Test
    void anAddressLinksOnlyWhenBothHaveVerifiedItAndItIsSaid() {
        assertThat(OidcRules.whose("a@example.com", CONFIRMED, config(true, true)))
                .isEqualTo(new Whose.Known(CONFIRMED));
        assertThat(OidcRules.whose("a@example.com", CONFIRMED, config(false, true)))
                .isEqualTo(new Whose.Nobodys());
        assertThat(OidcRules.whose("a@example.com", TYPED, config(true, true))).isEqualTo(new Whose.Nobodys());
    }

    @Test
    void whoIsNobodyBecomesAUserOnlyWhenItIsSaid() {
        assertThat(OidcRules.whose("a@example.com", null, config(true, true)))
                .isEqualTo(new Whose.New("a@example.com"));
        assertThat(OidcRules.whose(null, null, config(true, true))).isEqualTo(new Whose.New(null));
        assertThat(OidcRules.whose("a@example.com", null, config(true, false))).isEqualTo(new Whose.Nobodys());
    }

    @Test
    void onlyAVerifiedAddressIsOne() {
        assertThat(OidcRules.verifiedEmail(login("a@example.com", true))).isEqualTo("a@example.com");
        assertThat(OidcRules.verifiedEmail(login("a@example.com", false))).isNull();
        assertThat(OidcRules.verifiedEmail(login("a@example.com", null))).isNull();
        assertThat(OidcRules.verifiedEmail(login("no address", true))).isNull();
    }

    private static OidcLogin login(String email, @Nullable Boolean verified) {
        return new OidcLogin("https://id.example.com", "s", email, verified, null, null);
    }

    private static OidcConfig config(boolean linkByEmail, boolean signUp) {
        return new OidcConfig() {
            @Override
            public boolean linkByEmail() {
                return linkByEmail;
            }

            @Override
            public boolean signUp() {
                return signUp;
            }
        };
    }

    private static UserView user(boolean confirmed) {
        return new UserView(
                "user_1",
                "user",
                "a@example.com",
                "Ada",
                UserStatus.ACTIVE,
                List.of(),
                true,
                1,
                confirmed,
                "en",
                false);
    }
}
