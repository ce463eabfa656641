-- How many mails an account's alerts made within a day.

CREATE INDEX mail_by_account ON mail (account_id, created_at);
