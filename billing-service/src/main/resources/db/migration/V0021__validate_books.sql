-- Apart from V0020, so that the ledger is read through without keeping its writers out.
ALTER TABLE ledger_entry VALIDATE CONSTRAINT book_is_known;
