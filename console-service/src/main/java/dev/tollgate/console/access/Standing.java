package dev.tollgate.console.access;

import dev.tollgate.console.login.Credential;
import dev.tollgate.console.peers.TailPeer;
import dev.tollgate.contract.auth.v1.Permission;
import dev.tollgate.contract.auth.v1.Principal;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;

/// Judges a caller again whose answer goes on: a role or token that is taken away ends it.
@ApplicationScoped
public class Standing {
    private final TailPeer peer;

    @Inject
    Standing(TailPeer peer) {
        this.peer = peer;
    }

    /// Whether what he showed still lets him do this on the account. Fails when auth can't be asked.
    public Uni<Boolean> may(Credential credential, String account, Permission permission) {
        Uni<TokenAnswer> answer =
                switch (credential) {
                    case Credential.AdminToken _ -> peer.firstOperator();
                    case Credential.AccessToken(String hash) -> peer.whose(new TokenQuestion(hash));
                };
        return answer.map(known -> {
            Principal principal = known.principal();
            return known.verdict() == TokenAnswer.Verdict.VALID
                    && new Rights(Objects.requireNonNull(principal)).on(account, permission);
        });
    }
}
