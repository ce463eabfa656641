package dev.tollgate.auth.invitation;

import dev.tollgate.auth.internal.Fault;
import dev.tollgate.contract.auth.v1.InvitationCommand;
import dev.tollgate.contract.error.ServiceError;
import dev.tollgate.inner.mail.MailAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an invitation may be.
final class InvitationRules {
    private static final int NAME_MAX = 60;
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{N}&'’()_-]+");

    private InvitationRules() {}

    /// The first fault, or null.
    static @Nullable ServiceError faultOf(InvitationCommand command, boolean isToAccount) {
        String email = command.email();
        if (email == null) {
            return Fault.missing("email");
        }
        if (!MailAddress.isOne(email)) {
            return Fault.invalid("email", "must be an e-mail address");
        }
        if (isToAccount) {
            return command.role() == null ? Fault.missing("role") : null;
        }
        return command.role() == null ? null : Fault.invalid("role", "is an account's, and there is none");
    }

    /// An account's name as it may stand in a mail to a stranger: nothing that a mail program would make a link
    /// of.
    static String plain(String name) {
        String plain = NOT_OF_A_NAME.matcher(name).replaceAll(" ").strip();
        String shown = plain.length() > NAME_MAX ? plain.substring(0, NAME_MAX).strip() + "…" : plain;
        return shown.isEmpty() ? "?" : shown;
    }
}
