package dev.tollgate.billing.payment.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.tollgate.billing.payment.Fact;
import dev.tollgate.billing.payment.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks who sent a webhook call, and reads it. Pure but for the clock.
final class StripeSignature {
    /// As Stripe writes it. One time only, or the one that is signed need not be the one whose age is looked at.
    private static final Pattern HEADER = Pattern.compile("t=([1-9][0-9]{0,11})((?:,v[0-9]+=[0-9a-f]+)+)");
    private static final int HEADER_MAX = 4096;

    private final List<String> secrets;
    private final boolean live;
    private final long maxAgeSeconds;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    StripeSignature(List<String> secrets, boolean live, long maxAgeSeconds, Clock clock) {
        this.secrets = secrets.stream()
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        this.live = live;
        this.maxAgeSeconds = maxAgeSeconds;
        this.clock = clock;
    }

    Reading read(byte[] body, @Nullable String header) {
        if (header == null || header.isBlank() || header.length() > HEADER_MAX) {
            return new Reading.Forged("no_signature");
        }
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            return new Reading.Forged("bad_signature");
        }
        String payload = new String(body, StandardCharsets.UTF_8);
        if (secrets.stream().noneMatch(secret -> isOf(secret, payload, header))) {
            return new Reading.Forged("bad_signature");
        }
        return isFresh(Long.parseLong(parts.group(1))) ? event(payload) : new Reading.Forged("too_old");
    }

    /// Its time is checked apart, so that the trace tells a forgery from a replay.
    private static boolean isOf(String secret, String payload, String header) {
        try {
            return Webhook.Signature.verifyHeader(payload, header, secret, 0);
        } catch (SignatureVerificationException e) {
            return false;
        }
    }

    /// Neither replayed later nor, by more than the same while, from the future.
    private boolean isFresh(long seconds) {
        return Math.abs(clock.instant().getEpochSecond() - seconds) <= maxAgeSeconds;
    }

    private Reading event(String payload) {
        try {
            JsonNode event = json.readTree(payload);
            String id = StripeEvents.text(event, "id");
            String type = StripeEvents.text(event, "type");
            JsonNode object = event.path("data").path("object");
            if (id == null || type == null || !object.isObject()) {
                return new Reading.Forged("no_event");
            }
            Fact fact = event.path("livemode").asBoolean() == live
                    ? StripeEvents.fact(type, object)
                    : new Fact.Irrelevant("of the other mode: live or test");
            Instant created = Instant.ofEpochSecond(event.path("created").asLong());
            String content = type + " " + object;
            return new Reading.Told(id, type, StripeEvents.text(object, "id"), content, created, fact);
        } catch (JsonProcessingException e) {
            return new Reading.Forged("no_event");
        }
    }
}
