-- Pages of the audit log by who and what: an actor is a user and a token, an action an object's kind and a verb. Adds only.

CREATE INDEX audit_entry_by_user ON audit_entry (split_part(actor, '/', 1), id DESC);
CREATE INDEX audit_entry_by_token ON audit_entry (split_part(actor, '/', 2), id DESC);
CREATE INDEX audit_entry_by_action ON audit_entry (action, id DESC);
CREATE INDEX audit_entry_by_kind ON audit_entry (split_part(action, '.', 1), id DESC);
