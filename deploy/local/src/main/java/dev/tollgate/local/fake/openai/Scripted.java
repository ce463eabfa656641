package dev.tollgate.local.fake.openai;

import dev.tollgate.local.fake.Exchange;
import dev.tollgate.local.fake.Fault;
import dev.tollgate.local.fake.Script;
import java.util.Optional;

/// The errors that a model's name asks for.
public final class Scripted {

    private Scripted() {}

    /// @param prompt what makes two requests the same to `fault-429-once`
    /// @return empty when the script answers 200, or breaks in another way
    public static Optional<Rejection> rejection(Exchange exchange, Script script, String prompt) {
        Fault fault = script.fault();
        if (fault == null
                || (fault == Fault.HTTP_429_ONCE && !exchange.stage().log().isNew(prompt))) {
            return Optional.empty();
        }
        if (fault == Fault.LEAK) {
            String key = BearerKey.of(exchange.request().getHeader("authorization"));
            String message = "upstream failed: POST " + exchange.request().absoluteURI() + " with api key "
                    + (key == null ? "sk-demo-leaked-secret" : key);
            return Optional.of(new Rejection(500, message, "server_error", null, null));
        }
        return Rejection.of(fault);
    }
}
