package dev.tollgate.local.fake.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;

/// The hosted payment page, as plain as can be, and marked as test money.
final class PayPage {
    private PayPage() {}

    static String of(ObjectNode session) {
        String id = session.path("id").asText();
        String price = BigDecimal.valueOf(session.path("amount_total").asLong(), 2) + " "
                + session.path("currency").asText().toUpperCase(Locale.ROOT);
        String method = session.path("payment_method_types").path(0).asText();
        String card = method.equals("card")
                ? "<p><label>Card number <input name=\"card\" value=\"4242424242424242\"></label></p>"
                : "";
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Test payment</title></head>
                <body style="font-family: sans-serif; max-width: 32em; margin: 3em auto">
                <p style="background: #fc0; padding: 1em"><strong>Test money.</strong> This is the fake Stripe of a local
                start: nothing is charged.</p>
                <h1>%s</h1><p>by %s</p>
                <form method="post" action="%s/pay">%s<button>Pay</button></form>
                <form method="post" action="%s/decline"><button>Pay, and be declined</button></form>
                <form method="post" action="%s/later"><button>Pay, and be told later</button></form>
                <form method="post" action="%s/abandon"><button>Leave</button></form>
                </body></html>
                """.formatted(price, method, id, card, id, id, id);
    }

    static String note(String text) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Test payment</title></head>
                <body style="font-family: sans-serif; max-width: 32em; margin: 3em auto">
                <p style="background: #fc0; padding: 1em"><strong>Test money.</strong> %s</p></body></html>
                """.formatted(text);
    }
}
