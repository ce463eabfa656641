"""A buyer's program: calls one model after the other until the credit runs out. Each call, and the refusal, is told as
a line of JSON."""
import itertools
import json

from openai import APIStatusError, OpenAI

client = OpenAI()
LONG = [{"role": "user", "content": "Word by word: " + "river boat " * 9_000}]


def told(request_id, model, usage=None, pictures=0):
    counts = {"input": usage.prompt_tokens, "output": usage.completion_tokens} if usage else {"pictures": pictures}
    print(json.dumps({"request_id": request_id, "model": model, **counts}), flush=True)


def plain():
    answer = client.chat.completions.create(model="gpt-4o", messages=LONG, max_tokens=64)
    told(answer._request_id, "gpt-4o", answer.usage)


def streamed():
    raw = client.chat.completions.with_raw_response.create(
        model="claude-3-5-sonnet", messages=LONG, max_tokens=64, stream=True, stream_options={"include_usage": True})
    *_, last = raw.parse()
    told(raw.headers["x-request-id"], "claude-3-5-sonnet", last.usage)


def pictures():
    answer = client.images.generate(model="demo-image", prompt="A red boat", n=10, size="1792x1024")
    told(answer._request_id, "demo-image", pictures=len(answer.data))


try:
    for call in itertools.islice(itertools.cycle([plain, streamed, pictures]), 100):
        call()
except APIStatusError as refusal:
    print(json.dumps({"status": refusal.status_code, "code": refusal.code, "type": refusal.type}))
