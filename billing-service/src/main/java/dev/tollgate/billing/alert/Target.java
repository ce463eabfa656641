package dev.tollgate.billing.alert;

import dev.tollgate.billing.internal.Required;
import dev.tollgate.contract.billing.v1.AlertTargetCommand;
import dev.tollgate.contract.id.RequestId;
import dev.tollgate.inner.mail.MailAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// A target that was asked for and is well formed.
record Target(String id, String accountId, Kind kind, String address) {
    enum Kind {
        WEBHOOK,
        EMAIL;

        /// The name in the database and in views.
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Reads a command; each failure is a 400 that names the field.
    ///
    /// @param on what is set up here
    static Target of(AlertTargetCommand command, Set<Kind> on, boolean allowPrivate, Instant now) {
        String account = Required.text(command.accountId(), "account_id");
        Kind kind =
                switch (Required.text(command.kind(), "kind")) {
                    case "webhook" -> Kind.WEBHOOK;
                    case "email" -> Kind.EMAIL;
                    default -> throw Required.invalid("kind", "kind must be webhook or email.");
                };
        String address = command.address();
        if (address == null || address.isBlank()) {
            throw Required.invalid("address", "address is required.");
        }
        if (!on.contains(kind)) {
            throw Required.invalid("kind", "Alerts by " + kind.wireName() + " are not set up here.");
        }
        if (kind == Kind.EMAIL && !MailAddress.isOne(address)) {
            throw Required.invalid("address", "address is not an e-mail address.");
        }
        String problem = kind == Kind.WEBHOOK ? WebhookAddress.problem(address, allowPrivate) : null;
        if (problem != null) {
            throw Required.invalid("address", "address " + problem + ".");
        }
        return new Target(
                "at_" + RequestId.next(now.toEpochMilli()).toString().replace("-", ""), account, kind, address);
    }
}
