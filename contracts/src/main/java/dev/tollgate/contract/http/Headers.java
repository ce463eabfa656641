package dev.tollgate.contract.http;

/// Header names that two services, or a service and a caller, must spell alike.
public final class Headers {
    /// Our own id of a request: a UUIDv7 made by the edge, on every answer and every inner call.
    public static final String REQUEST_ID = "x-request-id";
    /// The shared secret of inner calls.
    public static final String INTERNAL_TOKEN = "x-tollgate-internal-token";
    /// Which edge asks.
    public static final String EDGE_ID = "x-tollgate-edge";
    /// The address that a call of the management API came from, as the console saw it.
    public static final String CLIENT_ADDRESS = "x-tollgate-client-address";
    /// For whom the edge asks batch: the account of the caller's key.
    public static final String ACCOUNT = "x-tollgate-account";
    /// The id of the caller's key.
    public static final String KEY_ID = "x-tollgate-key-id";
    /// The digest (SHA-256, hex) of the key for which a batch's line is asked: with the internal token, and only with
    /// it, it stands for the key (docs/adr/0049).
    public static final String BATCH_KEY = "x-tollgate-batch-key";
    /// Which line of which batch is asked: what is answered and charged once.
    public static final String BATCH_LINE = "x-tollgate-batch-line";
    /// What the caller of the management API says it is, shortened.
    public static final String CLIENT_AGENT = "x-tollgate-client-agent";
    /// Who makes a management change: the console tells, the audit log keeps it.
    public static final String ACTOR = "x-tollgate-actor";
    /// A caller's name for one creation or one call of a model: sent again with it, nothing is done twice.
    public static final String IDEMPOTENCY_KEY = "idempotency-key";
    /// `true` on an answer that was given before, to a request of the same name.
    public static final String REPLAYED = "idempotency-replayed";
    /// Unix milliseconds after which the caller no longer waits.
    public static final String DEADLINE = "x-tollgate-deadline";
    /// Which provider answered.
    public static final String PROVIDER = "x-tollgate-provider";
    /// Which deployment answered.
    public static final String DEPLOYMENT = "x-tollgate-deployment";
    /// How many attempts were made at deployments.
    public static final String ATTEMPTS = "x-tollgate-attempts";
    /// The version of the price list by which the request is charged.
    public static final String PRICE_VERSION = "x-tollgate-price-version";
    /// What the request is charged, in nano-credits: on answers that are told whole.
    public static final String COST = "x-tollgate-cost";
    /// The model that answered where it is not the one asked for.
    public static final String MODEL = "x-tollgate-model";
    /// A caller's `none`: no other model may answer. Of an answer: why another one did.
    public static final String FALLBACK = "x-tollgate-fallback";
    /// A caller's hints: which deployments to try first, alone, or not at all.
    public static final String ROUTE = "x-tollgate-route";
    /// A caller's `on` or `off`: whether its request may be answered from its group's cache of answers. Of an answer:
    /// `hit` or `miss`.
    public static final String CACHE = "x-tollgate-cache";
    /// Of which endpoint a body is that is to be explained.
    public static final String ENDPOINT = "x-tollgate-endpoint";
    /// How long a caller waits for the first byte, in milliseconds.
    public static final String TIMEOUT_MILLIS = "x-tollgate-timeout-ms";
    /// The output bound that was sent upstream because credit was short (rules 13).
    public static final String OUTPUT_BOUND = "x-tollgate-output-bound";
    /// Which guardrails acted, and how: `pii=redacted, policy=skipped`.
    public static final String GUARDRAILS = "x-tollgate-guardrails";
    /// By what a guardrail's service knows that it is the edge that asks: `t=` Unix seconds, `v1=` the HMAC-SHA256,
    /// in hex, of these, a dot and the body.
    public static final String GUARDRAIL_SIGNATURE = "x-tollgate-signature";
    /// `degraded` while limits are judged without the ratelimit service (rules 16).
    public static final String RATELIMIT_MODE = "x-ratelimit-mode";
    /// Stripe's signature of a webhook call.
    public static final String STRIPE_SIGNATURE = "stripe-signature";

    private Headers() {}
}
