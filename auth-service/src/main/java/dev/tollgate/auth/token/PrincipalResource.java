package dev.tollgate.auth.token;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.TokenAnswer;
import dev.tollgate.contract.auth.v1.TokenQuestion;
import dev.tollgate.contract.http.InternalPaths;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/// What the console asks at each call: who is this, and what is he now?
@Tag(name = "Principals")
@Path(InternalPaths.PRINCIPALS)
@Produces(MediaType.APPLICATION_JSON)
@Timeout(value = 5, unit = ChronoUnit.SECONDS)
public class PrincipalResource {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final TokenStore store;

    PrincipalResource(TokenStore store) {
        this.store = store;
    }

    @Operation(summary = "Whose token this is; his roles are those of this moment.")
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<TokenAnswer> ask(@Nullable TokenQuestion body) {
        String hash = Fault.required(body).tokenHash();
        if (hash == null || !HASH.matcher(hash).matches()) {
            Fault.refuse(Fault.invalid("tokenHash", "must be the lower-case hex of a SHA-256"));
        }
        return store.answer(hash);
    }

    @Operation(summary = "A user by his id, whose credential is kept elsewhere.")
    @GET
    @Path("/{user}")
    public Uni<TokenAnswer> get(@RestPath String user) {
        return store.answerOf(user);
    }
}
