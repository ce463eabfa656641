package dev.tollgate.console.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.contract.error.ServiceException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jspecify.annotations.Nullable;

/// A call, as rules see it. What is told twice is refused: the resource might read the other one.
public final class Asked {
    private final ContainerRequestContext request;
    private final ServerHttpRequest arriving;
    private final ObjectReader json;

    /// @param arriving the same call, as its body comes in
    Asked(ContainerRequestContext request, ServerHttpRequest arriving, ObjectReader json) {
        this.request = request;
        this.arriving = arriving;
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
    /// @return fails with a 400 when the body can't be read, or tells a field twice
    public Uni<@Nullable String> body(String field) {
        return WholeBody.of(arriving, request).map(bytes -> field(bytes, field));
    }

    /// What a cookie holds; null without one.
    public @Nullable String cookie(String name) {
        Cookie cookie = request.getCookies().get(name);
        return cookie == null ? null : cookie.getValue();
    }

    Map<String, Cookie> cookies() {
        return request.getCookies();
    }

    @Nullable
    String header(String name) {
        return request.getHeaderString(name);
    }

    /// Whether it may change something.
    boolean isUnsafe() {
        return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
    }

    /// The fields of a form's body; empty when the body is none.
    Uni<MultivaluedMap<String, String>> form() {
        MediaType type = request.getMediaType();
        return type != null && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)
                ? WholeBody.of(arriving, request).map(FormBody::parse)
                : Uni.createFrom().item(new MultivaluedHashMap<>());
    }

    private @Nullable String field(byte[] body, String name) {
        try {
            JsonNode value = body.length == 0 ? null : json.readTree(body).get(name);
            return value == null || !value.isTextual() ? null : value.textValue();
        } catch (JsonProcessingException e) {
            throw new ServiceException(ErrorCode.INVALID_JSON, "The body is not valid JSON, or tells a field twice.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
