package dev.tollgate.billing.receipt;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.Receipt;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import dev.tollgate.contract.http.InternalPaths;
import dev.tollgate.contract.receipt.ReceiptSignature;
import dev.tollgate.contract.receipt.SigningKey;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Receipts, signed as they are read, and the keys to check them by.
@Tag(name = "Receipts")
@Path(InternalPaths.ROOT)
@Produces(MediaType.APPLICATION_JSON)
class ReceiptResource {
    private static final TypeReference<Map<String, @Nullable Object>> FIELDS = new TypeReference<>() {};

    private final ReceiptRepository receipts;
    private final ReceiptKeys keys;
    private final ObjectMapper json;
    private final Clock clock;

    ReceiptResource(ReceiptRepository receipts, ReceiptKeys keys, ObjectMapper json, Clock clock) {
        this.receipts = receipts;
        this.keys = keys;
        this.json = json;
        this.clock = clock;
    }

    /// Another account's request is not told from one that never was, nor is one that is not settled.
    @Operation(summary = "One settled request of an account, signed.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Receipt.class)))
    @GET
    @Path("/receipts/{requestId}")
    public Uni<Map<String, @Nullable Object>> one(
            @RestPath String requestId, @RestQuery("account_id") @Nullable String accountId) {
        UUID id = uuid(requestId);
        return receipts.find(id, Required.text(accountId, "account_id"), clock.instant())
                .map(found -> found.orElseThrow(
                        () -> new ServiceException(ErrorCode.NOT_FOUND, "There is no receipt of this request.")))
                .flatMap(receipt -> keys.signer().map(key -> signed(receipt, key)));
    }

    @Operation(summary = "The public keys of receipts, retired ones too: a JWK set.")
    @GET
    @Path("/receipt-keys")
    public Uni<Map<String, Object>> keys() {
        return keys.open().map(open -> open.document());
    }

    /// The fields as they will be read are what is signed.
    private Map<String, @Nullable Object> signed(Receipt receipt, Optional<SigningKey> key) {
        Map<String, @Nullable Object> fields = json.convertValue(receipt, FIELDS);
        key.ifPresent(present -> {
            fields.put(ReceiptSignature.KEY_ID, present.id());
            fields.put(ReceiptSignature.FIELD, ReceiptSignature.sign(fields, present));
        });
        return fields;
    }

    private static UUID uuid(String requestId) {
        try {
            return UUID.fromString(requestId);
        } catch (IllegalArgumentException e) {
            throw Required.invalid("request_id", "request_id is not the id of a request.");
        }
    }
}
