package dev.tollgate.console.refunds;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the queue of refunds.
@MessageBundle("refunds")
public interface RefundWords {
    @Message("Refunds")
    String title();

    @Message("What customers asked for and nobody decided on, the oldest first.")
    String intro();

    @Message("Search by account, id or reason")
    String search();

    @Message("Nothing waits")
    String noneTitle();

    @Message("Refunds that customers ask for stand here until somebody decides.")
    String noneHelp();

    @Message("Asked")
    String asked();

    @Message("Account")
    String account();

    @Message("Credits")
    String credits();

    @Message("All unused")
    String everything();

    @Message("Reason")
    String reason();

    @Message("Decide")
    String look();

    @Message("Refund")
    String one();

    @Message("Status")
    String status();

    @Message("Free on the account")
    String free();

    @Message("Balance")
    String balance();

    @Message("Answer")
    String note();

    @Message("The customer reads it.")
    String noteHelp();

    @Message("Money that goes back")
    String parts();

    @Message("Payment")
    String payment();

    @Message("Amount")
    String amount();

    @Message("Why it failed")
    String failure();

    @Message("Approve")
    String approve();

    @Message("Approve this refund?")
    String approveTitle();

    @Message(
            "The credit is taken from the account now, the oldest payment's first, and the money is sent back to where it came from.")
    String approveHelp();

    @Message("The refund is approved; the money is on its way.")
    String approved();

    @Message("Deny")
    String deny();

    @Message("Deny this refund?")
    String denyTitle();

    @Message("The credit stays on the account. The customer is told why.")
    String denyHelp();

    @Message("The refund is denied.")
    String denied();

    @Message("Held")
    String partHeld();

    @Message("Sent")
    String partSent();

    @Message("Done")
    String partSucceeded();

    @Message("Failed")
    String partFailed();
}
