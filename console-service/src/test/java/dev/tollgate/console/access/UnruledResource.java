package dev.tollgate.console.access;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// An endpoint whose author forgot its rule.
@Path("/api/v1/unruled")
public class UnruledResource {
    @Operation(hidden = true)
    @GET
    public Uni<String> get() {
        return Uni.createFrom().item("reached");
    }
}
