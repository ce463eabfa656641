-- Customers' payments, their refunds and disputes, and what payment providers tell of them. Adds only: older pods
-- write none of it, and a book that they do not write.

-- amount, refunded and disputed in the currency's minor units; credits in nano-credits.
CREATE TABLE payment (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account (id),
  origin text NOT NULL CHECK (origin IN ('checkout', 'auto')),
  status text NOT NULL CHECK (status IN ('pending', 'paid', 'failed', 'expired')),
  credits bigint NOT NULL CHECK (credits > 0),
  amount bigint NOT NULL CHECK (amount > 0),
  currency text NOT NULL,
  method text NOT NULL,
  save_card boolean NOT NULL DEFAULT false,
  -- The caller's name for it, once per account.
  idempotency_key text,
  -- The provider's ids: of the page, and of the payment itself.
  checkout_ref text UNIQUE,
  checkout_url text,
  intent_ref text UNIQUE,
  failure text,
  created_at timestamptz NOT NULL,
  paid_at timestamptz,
  -- When the provider was last asked how it stands.
  asked_at timestamptz,
  CONSTRAINT paid_has_a_time CHECK ((status = 'paid') = (paid_at IS NOT NULL)),
  UNIQUE (account_id, idempotency_key)
);
CREATE INDEX payment_by_account ON payment (account_id, id DESC);
CREATE INDEX payment_pending ON payment (coalesce(asked_at, created_at)) WHERE status = 'pending';
-- One automatic top-up at a time.
CREATE UNIQUE INDEX payment_auto_pending ON payment (account_id) WHERE origin = 'auto' AND status = 'pending';

-- Which payment a purchase is of.
ALTER TABLE credit_lot ADD COLUMN payment_id text REFERENCES payment (id);
CREATE INDEX credit_lot_by_payment ON credit_lot (payment_id) WHERE payment_id IS NOT NULL;

-- Each event of a provider's, once for ever; written in the transaction of what it books. Its content stays with the
-- provider: it has names and addresses in it.
CREATE TABLE payment_event (
  id text PRIMARY KEY,
  type text NOT NULL,
  object_id text,
  payment_id text,
  outcome text NOT NULL,
  detail text,
  -- SHA-256 of what came.
  content text NOT NULL,
  created_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX payment_event_by_payment ON payment_event (payment_id, received_at) WHERE payment_id IS NOT NULL;
CREATE TRIGGER payment_event_no_delete BEFORE DELETE ON payment_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Calls that were not the provider's, a row per hour and reason: whoever forges them fills no disk.
CREATE TABLE payment_forgery (
  hour timestamptz NOT NULL,
  reason text NOT NULL,
  calls bigint NOT NULL,
  last_at timestamptz NOT NULL,
  PRIMARY KEY (hour, reason)
);

CREATE TABLE refund_request (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES account (id),
  status text NOT NULL CHECK (status IN ('requested', 'denied', 'approved')),
  -- Null: all that is unused when it is approved.
  credits bigint CHECK (credits > 0),
  reason text,
  note text,
  idempotency_key text,
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  UNIQUE (account_id, idempotency_key)
);
CREATE INDEX refund_request_by_account ON refund_request (account_id, id DESC);
CREATE INDEX refund_request_open ON refund_request (id) WHERE status = 'requested';

-- One refund of one payment. request_id is null when it was made at the provider's and not by us.
CREATE TABLE refund (
  id text PRIMARY KEY,
  request_id text REFERENCES refund_request (id),
  payment_id text NOT NULL REFERENCES payment (id),
  status text NOT NULL CHECK (status IN ('held', 'sent', 'succeeded', 'failed')),
  amount bigint NOT NULL CHECK (amount > 0),
  credits bigint NOT NULL CHECK (credits >= 0),
  provider_ref text UNIQUE,
  failure text,
  -- Went through after we had given it up.
  late boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX refund_by_payment ON refund (payment_id, id);
CREATE INDEX refund_by_request ON refund (request_id, id) WHERE request_id IS NOT NULL;
CREATE INDEX refund_on_its_way ON refund (changed_at) WHERE status IN ('held', 'sent');

CREATE TABLE dispute (
  -- The provider's id.
  id text PRIMARY KEY,
  payment_id text NOT NULL REFERENCES payment (id),
  -- 'inquiry' took no money; 'withdrawn' did; 'reinstated' gave it back: for good.
  status text NOT NULL CHECK (status IN ('inquiry', 'withdrawn', 'reinstated')),
  amount bigint NOT NULL CHECK (amount > 0),
  credits bigint NOT NULL CHECK (credits >= 0),
  changed_at timestamptz NOT NULL
);
CREATE INDEX dispute_by_payment ON dispute (payment_id);

-- Under which name a provider knows an account.
CREATE TABLE payment_customer (
  account_id text PRIMARY KEY REFERENCES account (id),
  provider_ref text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE auto_top_up (
  account_id text PRIMARY KEY REFERENCES account (id),
  enabled boolean NOT NULL,
  threshold bigint NOT NULL CHECK (threshold >= 0),
  credits bigint NOT NULL CHECK (credits > 0),
  amount bigint NOT NULL CHECK (amount > 0),
  monthly_cap bigint NOT NULL CHECK (monthly_cap >= 0),
  currency text NOT NULL,
  payment_method text NOT NULL,
  -- Why it was turned off by itself.
  stopped text,
  -- Its month's cap is reached: not looked at before.
  capped_until timestamptz
);
CREATE INDEX auto_top_up_enabled ON auto_top_up (account_id) WHERE enabled;

-- book: 'refunds' as well, where credit waits that is to be refunded.
ALTER TABLE ledger_entry DROP CONSTRAINT book_is_known;
ALTER TABLE ledger_entry ADD CONSTRAINT book_is_known
  CHECK (book IN ('account', 'gifts', 'purchases', 'revenue', 'uncollected', 'receivable', 'expired', 'refunds'))
  NOT VALID;
