package dev.tollgate.console.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call, as rules see it. What is told twice is refused: the resource might read the other one.
public final class Asked {
    private final ContainerRequestContext request;
    private final ObjectReader json;

    Asked(ContainerRequestContext request, ObjectReader json) {
        this.request = request;
        this.json = json.with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    /// A part of the path, which is always there.
    public String path(String name) {
        return Objects.requireNonNull(request.getUriInfo().getPathParameters().getFirst(name), name);
    }

    /// @throws ServiceException 400 when it is there twice
    public @Nullable String query(String name) {
        List<String> values = request.getUriInfo().getQueryParameters().get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new ServiceException(new ServiceError(ErrorCode.INVALID_VALUE, name + " must be given once.", name));
        }
        return values.getFirst();
    }

    /// A field of the JSON body; null when there is no such field, or no body.
    ///
    /// @throws ServiceException 400 when the body can't be read, or tells a field twice
    public @Nullable String body(String field) {
        try {
            byte[] bytes = request.getEntityStream().readAllBytes();
            request.setEntityStream(new ByteArrayInputStream(bytes));
            if (bytes.length == 0) {
                return null;
            }
            JsonNode value = json.readTree(bytes).path(field);
            return value.isTextual() ? value.textValue() : null;
        } catch (JsonProcessingException e) {
            throw new ServiceException(ErrorCode.INVALID_JSON, "The body is not valid JSON, or tells a field twice.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
