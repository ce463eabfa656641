package dev.tollgate.console.billing;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/// The words of the pages about an account's money.
@MessageBundle("billing")
public interface BillingWords {
    @Message("Billing")
    String title();

    @Message("Credit is bought ahead and spent by requests.")
    String intro();

    @Message("Overview")
    String tabOverview();

    @Message("History")
    String tabEntries();

    @Message("Payments")
    String tabPayments();

    @Message("Statements")
    String tabStatements();

    @Message("Limits and alerts")
    String tabAlerts();

    @Message("Settings")
    String tabSettings();

    @Message("Choose an account")
    String chooseTitle();

    @Message("Money belongs to one account. Choose it above, or among the customers.")
    String chooseHelp();

    @Message("Customers")
    String toCustomers();

    @Message("Balance")
    String balance();

    @Message("Free to spend")
    String free();

    @Message("less what running requests hold")
    String freeNote();

    @Message("Held")
    String held();

    @Message("for requests that are running")
    String heldNote();

    @Message("Overdraft")
    String overdraft();

    @Message("Owed")
    String owed();

    @Message("paid by what comes in next")
    String owedNote();

    @Message("credits")
    String credits();

    @Message("This account is frozen: its keys are refused. Ask support.")
    String frozenNote();

    @Message("There is no credit left: requests are refused until you top up.")
    String emptyNote();

    @Message("Top up")
    String topUp();

    @Message("You pay on Stripe's page; the credit is there within seconds.")
    String topUpHelp();

    @Message("{price} for {credits} credits")
    String rateOf(String price, String credits);

    @Message("Refundable")
    String refundable();

    @Message("This installation takes test money only: nothing is charged.")
    String testMoney();

    @Message("Credits")
    String amount();

    @Message("Another amount")
    String ownAmount();

    @Message("In credits, such as 40.")
    String ownAmountHelp();

    @Message("Pay by")
    String payBy();

    @Message("Card")
    String card();

    @Message("Alipay")
    String alipay();

    @Message("WeChat Pay")
    String wechat();

    @Message("Save the card for automatic top-ups")
    String saveCard();

    @Message("You pay {price} for {credits} credits.")
    String youPay(String price, String credits);

    @Message("This amount does not come to a whole cent. Choose another one.")
    String notWhole();

    @Message("Go to payment")
    String toPay();

    @Message("Credit cannot be bought here. Ask support, or redeem a code.")
    String payOff();

    @Message("Pay at Stripe")
    String leaveTitle();

    @Message("The payment page is Stripe's. You come back here afterwards.")
    String leaveHelp();

    @Message("Pay {price} at Stripe")
    String leaveGo(String price);

    @Message("Payment")
    String returnTitle();

    @Message("Waiting for the payment to be confirmed")
    String waitTitle();

    @Message("This takes a few seconds. You may leave this page: the credit comes all the same.")
    String waitHelp();

    @Message("Not confirmed yet")
    String lateTitle();

    @Message(
            "Some ways to pay take longer. Your payment stands in the list, and a receipt comes by mail when it is done.")
    String lateHelp();

    @Message("Look again")
    String lookAgain();

    @Message("{credits} credits are yours")
    String paidTitle(String credits);

    @Message("You paid {price}.")
    String paidHelp(String price);

    @Message("The payment failed")
    String failedTitle();

    @Message("Nothing was charged. Try again, or pay another way.")
    String failedHelp();

    @Message("Nothing was paid")
    String cancelledTitle();

    @Message("You left the payment page. Nothing was charged.")
    String cancelledHelp();

    @Message("This payment is none of the account that you look at.")
    String unknownPayment();

    @Message("Top up again")
    String again();

    @Message("To billing")
    String toBilling();

    @Message("Redemption code")
    String code();

    @Message("With or without its dashes, in any case.")
    String codeHelp();

    @Message("Redeem")
    String redeem();

    @Message("{credits} credits were added.")
    String redeemed(String credits);

    @Message("Latest entries")
    String recent();

    @Message("All entries")
    String allEntries();

    @Message("Each movement of credit, newest first.")
    String entriesHelp();

    @Message("No entries yet")
    String noEntries();

    @Message("Each top-up and each charge stands here.")
    String noEntriesHelp();

    @Message("When")
    String when();

    @Message("What")
    String what();

    @Message("Change")
    String change();

    @Message("Balance after")
    String after();

    @Message("Reference")
    String reference();

    @Message("All kinds")
    String anyKind();

    @Message("Top-up")
    String kindTopUp();

    @Message("Gift")
    String kindGift();

    @Message("Expired")
    String kindExpiry();

    @Message("Usage")
    String kindUsage();

    @Message("Correction")
    String kindCorrection();

    @Message("Debt paid")
    String kindDebtPaid();

    @Message("Refund held")
    String kindRefundHold();

    @Message("Refund")
    String kindRefund();

    @Message("Refund returned")
    String kindRefundRelease();

    @Message("Chargeback")
    String kindChargeback();

    @Message("Chargeback reversed")
    String kindChargebackReversal();

    @Message("Nothing fits in what was looked through. Older ones are to be looked through yet.")
    String lookedThrough();

    @Message("No payments yet")
    String noPayments();

    @Message("Top-ups are listed here, with what was refunded of them.")
    String noPaymentsHelp();

    @Message("Payment")
    String payment();

    @Message("Paid")
    String price();

    @Message("Status")
    String status();

    @Message("Any status")
    String anyStatus();

    @Message("Pending")
    String pending();

    @Message("Paid")
    String paid();

    @Message("Failed")
    String failed();

    @Message("Expired")
    String expired();

    @Message("automatic")
    String auto();

    @Message("{amount} refunded")
    String refundedPart(String amount);

    @Message("{amount} disputed")
    String disputedPart(String amount);

    @Message("Go on paying")
    String goOn();

    @Message("Ask for a refund")
    String askRefund();

    @Message("Refunds")
    String refunds();

    @Message("No refunds were asked for.")
    String noRefunds();

    @Message("Asked")
    String asked();

    @Message("Reason")
    String reason();

    @Message("Answer")
    String note();

    @Message("All unused")
    String everything();

    @Message("Waiting")
    String requested();

    @Message("Denied")
    String denied();

    @Message("On its way")
    String approved();

    @Message("Refunded")
    String refunded();

    @Message("Ask for a refund")
    String refundTitle();

    @Message(
            "Credit that was paid for and is unused can go back to where it came from, the oldest payment's first. Used credit and gifts cannot.")
    String refundHelp();

    @Message("Credits to refund")
    String refundAmount();

    @Message("Empty: everything that is unused.")
    String refundAmountHelp();

    @Message("Why")
    String refundReason();

    @Message("Whoever decides reads it.")
    String refundReasonHelp();

    @Message("Send request")
    String refundSend();

    @Message("The refund was asked for. You see here what becomes of it.")
    String refundSent();

    @Message("Of this payment, at most {amount} can go back.")
    String refundOf(String amount);

    @Message("Free credit now: {credits}. Gifts in it stay.")
    String refundFree(String credits);

    @Message("I understand that the credit is taken from the account when the refund is approved.")
    String confirmRefund();

    @Message("Confirm this.")
    String confirmNeeded();

    @Message("A month's balances and charges, and the invoice for what you bought in it.")
    String statementsHelp();

    @Message("Month")
    String month();

    @Message("Statement")
    String statement();

    @Message("Invoice")
    String invoice();

    @Message("so far")
    String preliminary();

    @Message("after the month's end")
    String afterMonth();

    @Message("Time zone")
    String zone();

    @Message("Where months begin and end, such as Europe/Berlin. It is fixed once a month is closed.")
    String zoneHelp();

    @Message("The time zone is set.")
    String zoneSaved();

    @Message("Billing contact")
    String contact();

    @Message("Receipts, refunds and failed payments are told to this address. Empty: to nobody.")
    String contactHelp();

    @Message("E-mail")
    String email();

    @Message("The billing contact is saved.")
    String contactSaved();

    @Message("Automatic top-up")
    String autoTitle();

    @Message("When less than the threshold is free, the saved card is charged, never beyond the cap of a month.")
    String autoHelp();

    @Message("Top up automatically")
    String autoOn();

    @Message("It was turned off: {why}")
    String autoStopped(String why);

    @Message("When free credit is below")
    String threshold();

    @Message("Buy")
    String autoCredits();

    @Message("At most a month")
    String cap();

    @Message("In {currency}. This month so far: {spent}.")
    String capHelp(String currency, String spent);

    @Message("Card")
    String useCard();

    @Message("Automatic top-up is saved.")
    String autoSaved();

    @Message("Write an amount of money, such as 50.00.")
    String notMoney();

    @Message("Saved cards")
    String cards();

    @Message("None. Top up once with the box for saving the card ticked.")
    String noCards();

    @Message("Expires")
    String expires();

    @Message("Forget")
    String forget();

    @Message("Forget this card?")
    String forgetTitle();

    @Message("Automatic top-ups cannot charge it any more.")
    String forgetHelp();

    @Message("The card is forgotten.")
    String forgotten();

    @Message("Spend limits and budgets")
    String limits();

    @Message("A limit refuses requests, a budget only tells. Limits of a key are made with the key.")
    String limitsHelp();

    @Message("There are none.")
    String noLimits();

    @Message("Of")
    String binds();

    @Message("keys that name it")
    String scopeKey();

    @Message("the account")
    String scopeAccount();

    @Message("group")
    String scopeGroup();

    @Message("user")
    String scopeUser();

    @Message("budget")
    String budget();

    @Message("limit")
    String limit();

    @Message("Spent")
    String spent();

    @Message("Until")
    String ends();

    @Message("Where alerts go")
    String targets();

    @Message("Half, four fifths and all of a limit are told, as far as the limit does not say otherwise.")
    String targetsHelp();

    @Message("Nowhere yet.")
    String noTargets();

    @Message("Add")
    String addTarget();

    @Message("Kind")
    String kind();

    @Message("E-mail")
    String byMail();

    @Message("Webhook")
    String byWebhook();

    @Message("Address")
    String address();

    @Message("An e-mail address, or an https URL.")
    String addressHelp();

    @Message("Alerts go there from now on.")
    String targetAdded();

    @Message("The webhook's secret")
    String secretTitle();

    @Message("It signs each call and is told this once. Copy it now.")
    String secretHelp();

    @Message("Remove")
    String endTarget();

    @Message("Send no more alerts there?")
    String endTargetTitle();

    @Message("Alerts that happened stay in the list.")
    String endTargetHelp();

    @Message("No alert goes there any more.")
    String targetEnded();

    @Message("Alerts")
    String alerts();

    @Message("No limit has reached a threshold.")
    String noAlerts();

    @Message("Reached")
    String reached();

    @Message("Delivered")
    String told();

    @Message("Done")
    String done();
}
