package dev.tollgate.console.people;

import dev.tollgate.console.page.PageAsk;
import dev.tollgate.console.users.UserResource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/// Gathers what is known of one user, at once.
@ApplicationScoped
class People {
    private final UserResource users;
    private final Clock clock = Clock.systemUTC();

    @Inject
    People(UserResource users) {
        this.users = users;
    }

    /// @param ask which of his tokens
    Uni<Known> get(String id, PageAsk ask) {
        return users.get(id).chain(user -> Uni.combine()
                .all()
                .unis(users.memberships(id), users.tokens(id, ask))
                .with((accounts, tokens) ->
                        new Known(user, accounts.data(), tokens, clock.instant().getEpochSecond())));
    }
}
