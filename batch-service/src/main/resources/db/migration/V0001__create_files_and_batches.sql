-- Files' metadata; their bytes are objects of the store, by the same id.
CREATE TABLE file (
    id         text        PRIMARY KEY,
    account_id text        NOT NULL,
    purpose    text        NOT NULL,
    filename   text        NOT NULL,
    bytes      bigint      NOT NULL CHECK (bytes >= 0),
    -- storing: its object may be there in part; deleting: nobody sees it any more, its object may still be there
    state      text        NOT NULL CHECK (state IN ('storing', 'stored', 'deleting')),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);
CREATE INDEX file_of_account ON file (account_id, id);
CREATE INDEX file_expires ON file (expires_at) WHERE state = 'stored';
CREATE INDEX file_unfinished ON file (created_at) WHERE state <> 'stored';

CREATE TABLE batch (
    id                    text        PRIMARY KEY,
    account_id            text        NOT NULL,
    key_id                text        NOT NULL,
    -- SHA-256 of the key for which it runs: of no use without the internal token
    key_hash              text        NOT NULL,
    -- where it was asked for from: a key may be bound to addresses
    address               text        NOT NULL,
    endpoint              text        NOT NULL,
    input_file_id         text        NOT NULL,
    completion_window     text        NOT NULL,
    metadata              text,
    results_kept_seconds  bigint      NOT NULL,
    status                text        NOT NULL CHECK (status IN ('validating', 'failed', 'in_progress', 'finalizing',
                                                                 'completed', 'expired', 'cancelling', 'cancelled')),
    -- what it ends in, from finalizing on
    ends_as               text        CHECK (ends_as IN ('completed', 'expired', 'cancelled')),
    errors                text,
    output_file_id        text,
    error_file_id         text,
    total                 int         NOT NULL DEFAULT 0,
    completed             int         NOT NULL DEFAULT 0,
    failed                int         NOT NULL DEFAULT 0,
    created_at            timestamptz NOT NULL DEFAULT now(),
    expires_at            timestamptz NOT NULL,
    in_progress_at        timestamptz,
    finalizing_at         timestamptz,
    completed_at          timestamptz,
    failed_at             timestamptz,
    expired_at            timestamptz,
    cancelling_at         timestamptz,
    cancelled_at          timestamptz,
    -- none of its lines is asked before: its limits or its credit are at their end
    waits_until           timestamptz NOT NULL DEFAULT now(),
    -- when lines of it were last taken: batches take turns
    served_at             timestamptz NOT NULL DEFAULT now(),
    -- who validates or finalizes it, until when
    holder                uuid,
    held_until            timestamptz
);
CREATE INDEX batch_of_account ON batch (account_id, id);
CREATE INDEX batch_under_way ON batch (served_at)
    WHERE status IN ('validating', 'in_progress', 'finalizing', 'cancelling');
CREATE INDEX batch_of_input ON batch (input_file_id);

-- The lines of batches that are under way; what becomes of them is in the files of results afterwards.
CREATE TABLE line (
    batch_id   text        NOT NULL REFERENCES batch ON DELETE CASCADE,
    number     int         NOT NULL,
    custom_id  text        NOT NULL,
    -- where the line is in the input file
    at_byte    bigint      NOT NULL,
    bytes      int         NOT NULL,
    state      text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
    not_before timestamptz NOT NULL DEFAULT now(),
    tries      int         NOT NULL DEFAULT 0,
    holder     uuid,
    held_until timestamptz,
    status     int,
    request_id text,
    answer     bytea,
    error_code text,
    error_text text,
    PRIMARY KEY (batch_id, number)
) WITH (fillfactor = 80);
CREATE INDEX line_open ON line (batch_id, number) WHERE state <> 'done';
CREATE INDEX line_held ON line (holder) WHERE state = 'running';
