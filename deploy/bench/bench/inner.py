"""Asks inner services as an edge does, call by call."""
import http.client
import json
import os
import time
import uuid
from dataclasses import dataclass

EDGE = "edge_inner_bench"
MOST_KEPT = 100


@dataclass(frozen=True)
class Kind:
    """@param of: what its body is made by, a method of [Asker]
    @param items: asks, records or reports in one call"""
    name: str
    service: str
    path: str
    of: str
    items: int = 1
    accounts: int = 1


KINDS = (
    Kind("changes_auth", "auth", "/changes?since=", "nothing"),
    Kind("changes_routing", "routing", "/changes?since=", "nothing"),
    Kind("changes_billing", "billing", "/changes?since=", "nothing"),
    Kind("introspect", "auth", "/keys/introspect", "key"),
    Kind("permit", "ratelimit", "/permits", "permit"),
    Kind("slices", "ratelimit", "/slices", "slices"),
    Kind("slices20", "ratelimit", "/slices", "slices", 20),
    Kind("returns100", "ratelimit", "/slices/returns", "returns", 100),
    Kind("corrections", "ratelimit", "/permits/corrections", "corrections"),
    Kind("corrections100", "ratelimit", "/permits/corrections", "corrections", 100),
    Kind("leases", "billing", "/leases", "leases"),
    Kind("leases50", "billing", "/leases", "leases", 50),
    Kind("usage", "billing", "/usage", "usage"),
    Kind("usage200", "billing", "/usage", "usage", 200, 1),
    Kind("usage200of100", "billing", "/usage", "usage", 200, 100),
    Kind("opens", "billing", "/usage", "opens"),
    Kind("opens200", "billing", "/usage", "opens", 200),
)


class Asker:
    """@param hashes: of keys, the n-th is of the account n modulo `owners`"""

    def __init__(self, suite, hashes, owners, price_version):
        self.suite, self.hashes, self.owners, self.price_version = suite, hashes, owners, price_version
        self.headers = {"x-tollgate-internal-token": suite.secret("internal_token"), "x-tollgate-edge": EDGE,
                        "content-type": "application/json"}
        self.links, self.made, self.granted, self.wrong = {}, 0, [], []
        self.returned = 0
        opened = self._call("billing", f"/edges/{EDGE}/epochs", {"startId": str(uuid.uuid4())})
        self.epoch = opened["epoch"]
        self.revisions = {name: self._call(name, "/changes?since=0", None).get("revision", 0)
                          for name in ("auth", "routing", "billing")}

    def keep_asking(self, kind, seconds, most=10**9):
        """@return: how long each call took, in seconds"""
        end, took = time.monotonic() + seconds, []
        while time.monotonic() < end and len(took) < most:
            took += self.ask(kind, 1)
        return took

    def ask(self, kind, times):
        took = []
        for _ in range(times):
            body = getattr(self, kind.of)(kind)
            path = kind.path + (str(self.revisions[kind.service]) if body is None else "")
            began = time.perf_counter()
            answer = self._call(kind.service, path, body)
            took.append(time.perf_counter() - began)
            if "QUARANTINED" in str(answer) or "error" in answer:
                self.wrong.append(f"{kind.name}: {str(answer)[:200]}")
        return took

    def _call(self, service, path, body):
        link = self.links.get(service)
        if link is None:
            link = self.links[service] = http.client.HTTPConnection("127.0.0.1", self.suite.port_of(service), timeout=30)
        text = None if body is None else json.dumps(body)
        link.request("GET" if body is None else "POST", "/internal/v1" + path, text, self.headers)
        with link.getresponse() as answer:
            told = answer.read()
            if answer.status >= 300:
                return {"error": f"{answer.status} {told[:200]}"}
            return json.loads(told) if told else {}

    def _next(self):
        self.made += 1
        return self.made

    def _account(self, n):
        return f"acct_many_inner_{n % self.owners}"

    def _subject(self, n):
        return {"kind": "KEY", "id": f"key_many_inner_{n % len(self.hashes)}", "accountId": self._account(n)}

    def nothing(self, kind):
        return None

    def key(self, kind):
        return {"keyHash": self.hashes[self._next() % len(self.hashes)]}

    def permit(self, kind):
        check = {"subject": self._subject(self._next()), "limits": {"rpm": 120}}
        return {"requestId": request_id(), "edgeId": EDGE, "tokens": 100, "checks": [check], "look": False}

    def slices(self, kind):
        asks = [{"sliceId": str(uuid.uuid4()), "subject": self._subject(self._next()), "dimension": "RPM", "limit": 6000,
                 "amount": 20, "waiting": 1} for _ in range(kind.items)]
        self.granted = (self.granted + asks)[-MOST_KEPT:]
        return {"edgeId": EDGE, "asks": asks}

    def returns(self, kind):
        # Told again, a slice's rest is counted once: so that each call counts, more than the time before.
        self.returned = self.returned % 19 + 1
        return {"edgeId": EDGE, "returns": [{"sliceId": ask["sliceId"], "subject": ask["subject"], "dimension": "RPM",
                                             "amount": self.returned} for ask in self.granted[:kind.items]]}

    def corrections(self, kind):
        return {"edgeId": EDGE, "corrections": [
            {"requestId": request_id(), "chargedTokens": 0, "actualTokens": 0, "subjects": [],
             "release": [self._subject(self._next())]} for _ in range(kind.items)]}

    def leases(self, kind):
        return {"edgeId": EDGE, "epoch": self.epoch, "asks": [
            {"accountId": self._account(number), "limitIds": [], "askNumber": number, "surplus": 1000, "giveBack": 0,
             "needs": [{"bound": 1000, "learned": 1000, "least": 100}], "close": False}
            for number in (self._next() for _ in range(kind.items))]}

    def usage(self, kind):
        now = int(time.time() * 1000)
        first = self._next()
        return {"edgeId": EDGE, "epoch": self.epoch,
                "frames": [self._frame(self._account(first + n % kind.accounts), now) for n in range(kind.items)]}

    def opens(self, kind):
        now = int(time.time() * 1000)
        account = self._account(self._next())
        return {"edgeId": EDGE, "epoch": self.epoch, "frames": [
            {"kind": "open", "version": 1, "subject": self._payer(account, now), "inputBound": 700} for _ in range(kind.items)]}

    def _payer(self, account, now):
        return {"requestId": request_id(), "accountId": account, "keyId": "key_many_inner_1", "limitIds": [],
                "group": "default", "model": "gpt-4o-mini", "endpoint": "chat.completions", "stream": False,
                "admittedAt": now, "priceVersion": self.price_version, "hold": 1000}

    def _frame(self, account, now):
        return {"kind": "done", "version": 1, "subject": self._payer(account, now),
                "quantities": {"input": 700, "output": 90}, "components": {"input": 700, "output": 180}, "charge": 880,
                "incurred": {"input": 700, "output": 90}, "outcome": "COMPLETED", "estimated": False, "status": 200,
                "provider": "bench", "deployment": "bench/gpt-4o-mini", "upstreamModel": "gpt-4o-mini", "attempts": [],
                "firstByteMillis": 120, "durationMillis": 800}


def request_id():
    """A UUID of version 7."""
    number = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 7 << 76
    return str(uuid.UUID(int=number & ~(3 << 62) | 2 << 62))
