-- In a transaction of its own: entries may be written meanwhile.
ALTER TABLE ledger_entry VALIDATE CONSTRAINT book_is_known;
