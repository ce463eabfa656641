package dev.tollgate.console.signup;

import dev.tollgate.contract.auth.v1.SignupMode;
import dev.tollgate.contract.auth.v1.SignupOptions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/// Who may sign up, as `inject:signups` in templates. Where it cannot be asked, nothing is offered: signing in goes on.
@Named("signups")
@ApplicationScoped
public class SignupDoor {
    private static final SignupOptions CLOSED = new SignupOptions("signup_options", SignupMode.OFF, false);

    private final SignupResource signups;

    @Inject
    SignupDoor(SignupResource signups) {
        this.signups = signups;
    }

    public Uni<SignupOptions> options() {
        return signups.options().onFailure().recoverWithItem(CLOSED);
    }
}
