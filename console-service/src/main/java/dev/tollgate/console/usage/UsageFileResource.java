package dev.tollgate.console.usage;

import dev.tollgate.console.access.InQuery;
import dev.tollgate.console.access.Requires;
import dev.tollgate.console.peers.UsageFilter;
import dev.tollgate.contract.auth.v1.Permission;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/// Usage records as a file.
@Tag(name = "Usage")
@Path("/api/v1/usage.csv")
public class UsageFileResource {
    private static final String CSV = "text/csv";

    private final UserKeys userKeys;
    private final UsageExport export;

    @Inject
    UsageFileResource(UserKeys userKeys, UsageExport export) {
        this.userKeys = userKeys;
        this.export = export;
    }

    @Operation(
            summary =
                    "Usage records as CSV, newest first, by the filters of `usage`. A last line that begins with # tells when there were more.")
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)))
    @GET
    @Produces(CSV)
    @Requires(value = Permission.USAGE_READ, account = InQuery.class)
    public RestMulti<byte[]> csv(@BeanParam UsageFilter filter) {
        return RestMulti.fromUniResponse(
                userKeys.of(filter).flatMap(keys -> export.begin(filter, keys)),
                pieces -> pieces,
                _ -> Map.of(
                        "Content-Disposition", List.of("attachment; filename=\"usage.csv\""),
                        "Cache-Control", List.of("private, no-store")));
    }
}
