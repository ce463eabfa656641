package dev.tollgate.edge.realtime;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a client's opening handshake offers. Browsers cannot set headers: theirs carry the key among the
/// subprotocols, from where it must never be echoed.
///
/// @param upgrade it is the opening of a WebSocket, of the one version that there is
/// @param authorization as an `Authorization` header would say it, or null
/// @param realtime the subprotocol `realtime` is offered, and has to be answered
/// @param beta the events of the time before general availability are asked for
record Offer(boolean upgrade, @Nullable String authorization, boolean realtime, boolean beta) {
    static final String SUBPROTOCOL = "realtime";

    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String KEY = "openai-insecure-api-key.";
    private static final String BETA = "openai-beta.realtime-v1";
    private static final String BETA_HEADER = "OpenAI-Beta";
    private static final String BETA_VALUE = "realtime=v1";
    private static final String VERSION = "13";

    static Offer of(MultiMap headers) {
        List<String> protocols = tokens(headers, PROTOCOLS);
        String given = headers.get("Authorization");
        String key = protocols.stream()
                .filter(one -> one.startsWith(KEY))
                .findFirst()
                .map(one -> "Bearer " + one.substring(KEY.length()))
                .orElse(null);
        return new Offer(
                isUpgrade(headers),
                given == null ? key : given,
                protocols.contains(SUBPROTOCOL),
                protocols.contains(BETA) || tokens(headers, BETA_HEADER).contains(BETA_VALUE));
    }

    /// Leaves only what may be answered, before anything else reads it.
    void hideKey(MultiMap headers) {
        headers.remove(PROTOCOLS);
        if (realtime) {
            headers.set(PROTOCOLS, SUBPROTOCOL);
        }
    }

    private static boolean isUpgrade(MultiMap headers) {
        String version = headers.get("Sec-WebSocket-Version");
        return lower(tokens(headers, "Connection")).contains("upgrade")
                && lower(tokens(headers, "Upgrade")).contains("websocket")
                && headers.get("Sec-WebSocket-Key") != null
                && VERSION.equals(version);
    }

    private static List<String> lower(List<String> tokens) {
        return tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> tokens(MultiMap headers, String name) {
        return headers.getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return "Offer[]";
    }
}
