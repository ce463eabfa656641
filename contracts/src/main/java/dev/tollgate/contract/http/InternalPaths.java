package dev.tollgate.contract.http;

/// Paths of inner calls. Each side writes its own resource or client; only the spelling is shared.
public final class InternalPaths {
    public static final String ROOT = "/internal/v1";
    /// `GET ?since=n`: auth, routing and billing each answer a `ChangePage`, or 204 when nothing is newer.
    public static final String CHANGES = ROOT + "/changes";

    /// `GET ?after=&before=&limit=&subject=`: auth, routing and billing each answer a page of their audit log.
    public static final String AUDIT = ROOT + "/audit";

    public static final String INTROSPECT = ROOT + "/keys/introspect";

    /// `POST WorkloadQuestion`: an `Introspection`, too.
    public static final String INTROSPECT_WORKLOAD = ROOT + "/workloads/introspect";

    public static final String KEYS = ROOT + "/keys";
    public static final String ACCOUNTS = ROOT + "/accounts";
    public static final String USERS = ROOT + "/users";
    public static final String SESSIONS = ROOT + "/sessions";

    /// `POST`, `/confirm`, `/resend`, `GET /options`.
    public static final String SIGNUPS = ROOT + "/signups";

    /// `POST` asks for the mail, `POST /confirm` sets the password.
    public static final String PASSWORD_RESETS = ROOT + "/password-resets";

    /// `POST` of the token by which another address is confirmed.
    public static final String EMAIL_CONFIRMATIONS = ROOT + "/email-confirmations";

    /// `GET`, `POST` `?account_id=`, `/{id}/resend`, `/{id}/revoke`, `/look`, `/accept`.
    public static final String INVITATIONS = ROOT + "/invitations";

    public static final String PRINCIPALS = ROOT + "/principals";

    public static final String CATALOGUE = ROOT + "/catalogue";

    /// `GET`: `CatalogueOffer`.
    public static final String CATALOGUE_OFFER = CATALOGUE + "/offer";

    /// `GET`: a page of `DeploymentHealth`; `POST /{id}/reset`: edges forget what they hold against it.
    public static final String DEPLOYMENT_HEALTH = ROOT + "/deployment-health";

    /// `POST HealthReport`: what an edge has seen of deployments, answered with what all edges are to know.
    public static final String HEALTH_REPORTS = DEPLOYMENT_HEALTH + "/reports";

    public static final String PRICE_LIST = ROOT + "/price-list";
    public static final String PRICE_DRAFTS = ROOT + "/price-drafts";

    /// `POST PriceDraftCommand`: a draft that may price what management declares.
    public static final String PRICE_DRAFTS_OF_ALL = PRICE_DRAFTS + "/of-all";

    /// `GET ?from=&to=&by=`: `MarginReport`.
    public static final String MARGIN = ROOT + "/margin";

    /// `POST ?provider=` of a provider's usage export as CSV: `ReconciliationReport`.
    public static final String RECONCILIATIONS = ROOT + "/reconciliations";
    public static final String EDGES = ROOT + "/edges";
    public static final String LEASES = ROOT + "/leases";
    public static final String USAGE = ROOT + "/usage";

    /// `POST DayCountsAsk`: `DayCounts`, to restore daily limits, never on a request's path.
    public static final String USAGE_DAY_COUNTS = USAGE + "/day-counts";

    /// `GET ?interval=&account_id=&key_id=&model=&from=&to=&after=&before=&limit=`: a page of `UsageSumView`.
    public static final String USAGE_SUMS = USAGE + "/sums";

    /// `GET ?account_id=&key_id=&model=&from=&to=&interval=`: `UsageSummary`.
    public static final String USAGE_SUMMARY = USAGE + "/summary";

    /// `POST UsageTopAsk`: `UsageTop`.
    public static final String USAGE_TOP = USAGE + "/top";

    /// `GET` with the filters of usage and `after`: `UsageCsv`.
    public static final String USAGE_CSV = USAGE + "/csv";

    /// `GET ?account_id=&since=`: `UsageTail`.
    public static final String USAGE_TAIL = USAGE + "/tail";

    /// `GET /{account_id}`: `Dashboard`.
    public static final String DASHBOARDS = ROOT + "/dashboards";

    /// `GET ?from=&to=`: `Overview`.
    public static final String OVERVIEW = ROOT + "/overview";

    /// How the export of usage to other systems stands, and what operators do about it.
    public static final String USAGE_EXPORT = USAGE + "/export";

    /// `GET /{request_id}?account_id=`: the account's signed `Receipt`.
    public static final String RECEIPTS = ROOT + "/receipts";

    /// `GET`: the public keys of receipts, retired ones too, as a JWK set.
    public static final String RECEIPT_KEYS = ROOT + "/receipt-keys";

    /// `GET /{version}?group=`: that version of the price list, for ever.
    public static final String PRICE_VERSIONS = PRICE_LIST + "/versions";

    /// `GET /{account_id}/{month}.pdf|.csv`, `/{account_id}/invoices/…`.
    public static final String STATEMENTS = ROOT + "/statements";

    public static final String CREDIT = ROOT + "/credit";
    public static final String SPEND_LIMITS = ROOT + "/spend-limits";
    public static final String LEDGER = ROOT + "/ledger";

    public static final String PAYMENTS = ROOT + "/payments";
    public static final String PAYMENT_WEBHOOK = PAYMENTS + "/webhooks/stripe";
    public static final String BILLING_CONTACTS = ROOT + "/billing-contacts";
    public static final String REFUNDS = ROOT + "/refunds";

    public static final String PERMITS = ROOT + "/permits";
    public static final String PERMIT_CORRECTIONS = PERMITS + "/corrections";
    public static final String PERMIT_RENEWALS = PERMITS + "/renew";
    public static final String SLICES = ROOT + "/slices";
    public static final String SLICE_RETURNS = SLICES + "/returns";

    /// `POST` of a form, `GET ?after=&limit=&order=&purpose=`, `GET`, `DELETE /{id}`, `GET /{id}/content`.
    public static final String FILES = ROOT + "/files";

    /// `POST BatchCommand`, `GET ?after=&limit=`, `GET /{id}`, `POST /{id}/cancel`.
    public static final String BATCHES = ROOT + "/batches";

    private InternalPaths() {}
}
