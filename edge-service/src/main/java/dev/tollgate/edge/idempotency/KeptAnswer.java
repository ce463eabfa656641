package dev.tollgate.edge.idempotency;

/// A plain answer of status 200, to be given again.
///
/// @param requestId of the request that made it: its receipt is the only one
public record KeptAnswer(String requestId, String contentType, String body) {
    private static final char SEPARATOR = '\n';

    String written() {
        return requestId + SEPARATOR + contentType + SEPARATOR + body;
    }

    static KeptAnswer read(String text) {
        int first = text.indexOf(SEPARATOR);
        int second = text.indexOf(SEPARATOR, first + 1);
        return new KeptAnswer(text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1));
    }

    @Override
    public String toString() {
        return "KeptAnswer[" + requestId + "]";
    }
}
