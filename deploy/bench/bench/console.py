"""The management API, as far as the benchmark needs it."""
import json
import urllib.error
import urllib.request

from .processes import Failure

# Every window that there is, too large ever to be met: permits are leased.
LARGE = {"rpm": 60_000_000, "tpm": 60_000_000_000, "rpd": 60_000_000_000, "concurrency": 100_000}
# The largest that is asked for request by request, without a slice.
SMALL = {"rpm": 120}


class Console:
    def __init__(self, url, token):
        self.url, self.token = url, token

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + "/api/v1" + path, method=method, headers=headers, data=data)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            raise Failure(f"{method} {path} answered {refusal.code}: {refusal.read().decode()[:300]}") from refusal
        return json.loads(text) if text else None

    def account(self, name, nanos):
        """A new account with so many nano-credits, and its id."""
        made = self.call("POST", "/accounts", {"name": name})["id"]
        self.gift(made, nanos, "first")
        return made

    def gift(self, account, nanos, once):
        self.call("POST", f"/accounts/{account}/gifts",
                  {"amount": str(nanos), "reason": "benchmark", "idempotency_key": f"bench-{account}-{once}"})

    def balance(self, account):
        return int(self.call("GET", f"/accounts/{account}/balance")["balance"])

    def key(self, account, name, limits=None):
        body = {"account_id": account, "name": name}
        if limits:
            body["limits"] = limits
        return self.call("POST", "/keys", body)["secret"]

    def ledger_agrees(self):
        return self.call("GET", "/ledger/verify")["difference"] is None
