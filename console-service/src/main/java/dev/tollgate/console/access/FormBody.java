package dev.tollgate.console.access;

import dev.tollgate.contract.error.ErrorCode;
import dev.tollgate.contract.error.ServiceException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Reads `application/x-www-form-urlencoded`.
final class FormBody {
    private static final int FIELDS_MAX = 500;

    private FormBody() {}

    /// @throws ServiceException 400 when it is none
    static MultivaluedMap<String, String> parse(byte[] body) {
        MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();
        String[] pairs = new String(body, StandardCharsets.UTF_8).split("&", FIELDS_MAX + 1);
        if (pairs.length > FIELDS_MAX) {
            throw malformed();
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                fields.add(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static ServiceException malformed() {
        return new ServiceException(ErrorCode.INVALID_VALUE, "The form cannot be read: go back and send it again.");
    }
}
