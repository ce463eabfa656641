package dev.tollgate.inner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceError;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Says what is wrong with a body, and where: 400 with the field in `param`.
final class JsonFaults {
    private JsonFaults() {}

    /// What the caller is told. JSON that breaks off inside a field comes wrapped as a failure of that field.
    static ServiceError of(JsonProcessingException failure) {
        if (failure.getCause() instanceof StreamReadException broken) {
            return notJson(broken);
        }
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String param = path(mapping);
            return new ServiceError(ErrorCode.INVALID_VALUE, why(mapping, param), param);
        }
        return notJson(failure);
    }

    private static ServiceError notJson(JsonProcessingException failure) {
        var at = failure.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new ServiceError(ErrorCode.INVALID_JSON, "The body is not valid JSON" + where + ".");
    }

    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String why(JsonMappingException failure, String param) {
        if (failure instanceof UnrecognizedPropertyException) {
            return "Unknown field: " + param + ".";
        }
        if (failure instanceof InvalidFormatException format
                && format.getTargetType().isEnum()) {
            return param + " must be " + oneOf(format.getTargetType()) + ".";
        }
        // A record of ours that refused its values says why.
        return failure instanceof ValueInstantiationException
                        && failure.getCause() instanceof IllegalArgumentException ours
                        && ours.getMessage() != null
                ? param + ": " + ours.getMessage() + "."
                : "The value of " + param + " is not valid.";
    }

    private static String oneOf(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Object::toString)
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}
