"""Accounts with credit and keys in bulk, written past the services: a hundred thousand by the management API would take
longer than all that is measured. The books of what is written agree, as `verify-ledger` finds."""
import hashlib
import zlib

from .console import LARGE

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CREDIT_NANOS = 10**12


def base62(number, width):
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        text = DIGITS[digit] + text
    return text


def secret(batch, n):
    """The n-th key of a batch, in the form that edges take: 256 bits that anybody can compute."""
    body = "sk-" + base62(int.from_bytes(hashlib.sha256(f"bench {batch} {n}".encode()).digest(), "big"), 43)
    return body + base62(zlib.crc32(body.encode()), 6)


def digest(key):
    return hashlib.sha256(key.encode()).hexdigest()


def load(postgres, batch, accounts, keys):
    """@param keys: in all, spread over the accounts in turn; the first are of one account each
    @return: the keys' secrets, in that order"""
    ids = [f"acct_many_{batch}_{n}" for n in range(accounts)]
    secrets = [secret(batch, n) for n in range(keys)]
    # Triggers check each row against all others: not for so many that are right by their making.
    postgres.query("SET session_replication_role = replica")
    postgres.copy("auth.account (id, name, group_id, status, created_at)",
                  (f"{id}\t{id}\tdefault\tACTIVE\tnow" for id in ids))
    limits = "\t".join(str(LARGE[name]) for name in ("rpm", "tpm", "rpd", "concurrency"))
    postgres.copy("auth.api_key (id, account_id, name, secret_hash, hint, status, scopes, ip_allow, spend_limit_ids, "
                  "rpm, tpm, rpd, concurrency, created_at)",
                  (f"key_many_{batch}_{n}\t{ids[n % accounts]}\tbench\t{digest(key)}\tsk-…{key[-4:]}\tACTIVE\t{{}}\t{{}}\t{{}}"
                   f"\t{limits}\tnow" for n, key in enumerate(secrets)))
    books(postgres, batch)
    postgres.query("SET session_replication_role = origin; ANALYZE auth.account, auth.api_key, billing.account")
    return secrets


def books(postgres, batch):
    """Each account was topped up once."""
    postgres.query(f"""
        CREATE TEMP TABLE fresh AS SELECT id FROM auth.account WHERE id LIKE 'acct_many_{batch}_%' ORDER BY seq;
        INSERT INTO billing.account (id, balance) SELECT id, {CREDIT_NANOS} FROM fresh;
        INSERT INTO billing.credit_lot (account_id, kind, amount, remaining)
          SELECT id, 'purchase', {CREDIT_NANOS}, {CREDIT_NANOS} FROM fresh;
        INSERT INTO billing.ledger_transaction (kind, reference) SELECT 'top_up', 'bench/' || id FROM fresh;
        INSERT INTO billing.ledger_entry (transaction_id, book, account_id, amount, balance_after)
          SELECT t.id, b.book, CASE b.book WHEN 'account' THEN f.id END, b.amount,
            CASE b.book WHEN 'account' THEN b.amount END
          FROM fresh f JOIN billing.ledger_transaction t ON t.kind = 'top_up' AND t.reference = 'bench/' || f.id
            CROSS JOIN (VALUES ('account', {CREDIT_NANOS}), ('purchases', -{CREDIT_NANOS})) AS b (book, amount);
        DROP TABLE fresh""")


def write(path, secrets):
    with open(path, "w") as out:
        out.write("\n".join(secrets) + "\n")
    return path

