package dev.tollgate.local.fake.kin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.local.fake.Exchange;

/// An error answer in its provider's own words.
///
/// @param retryAfterSeconds for the header, or 0 for none
public record KinError(int status, ObjectNode json, int retryAfterSeconds) {
    void answer(Exchange exchange) {
        if (retryAfterSeconds > 0) {
            exchange.response().putHeader("retry-after", Integer.toString(retryAfterSeconds));
        }
        exchange.answer(status, json);
    }
}
