"""What OpenAI's own tests are given instead of their conftest.py: clients that ask the gateway, and what they ask about.

The tests were made for a mock server, which answers whatever fits OpenAI's document. Where what they send can mean
nothing to a server that does as it is told, the clients say it otherwise: see `Said`, and no more than that.
"""
import asyncio
import base64
import functools
import inspect
import io
import json
import os
import wave

import left_out
import pytest
from openai import AsyncOpenAI, DefaultAioHttpClient, OpenAI

pytest_plugins = ["tests.respx2.plugin"]
pytest.register_assert_rewrite("tests.utils")

ADDRESS = dict(base_url=os.environ["OPENAI_BASE_URL"], api_key=os.environ["OPENAI_API_KEY"])
# Theirs are of OpenAI's present catalogue, which ours need not have.
MODELS = {
    "gpt-6-astra": "gpt-4o-mini",
    "gpt-image-1.5": "gpt-image-1",
    "omni-moderation-2024-09-26": "omni-moderation-latest",
}
# What OpenAI takes where a request names no model: here it must.
USUAL = {
    "/images/edits": "gpt-image-1",
    "/images/generations": "gpt-image-1",
    "/images/variations": "dall-e-2",
    "/moderations": "omni-moderation-latest",
    "/responses": "gpt-4o-mini",
}


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")


def silence():
    """A second of it, as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(bytes(32_000))
    return file.getvalue()


class Said:
    """Says a request so that it can be done: of models and things that there are, with files that are what they must be."""

    def __init__(self):
        self.client = OpenAI(**ADDRESS)
        self.sound = ("speech.wav", silence())
        self.picture = ("picture.png", PIXEL, "image/png")
        line = {"custom_id": "one", "method": "POST", "url": "/v1/responses",
                "body": {"model": "gpt-4o-mini", "input": "one"}}
        self.lines = self.client.files.create(file=("lines.jsonl", json.dumps(line).encode()), purpose="batch").id

    def __call__(self, options):
        options.url = self.address(options.url)
        if options.method == "get" and options.params:
            options.params = self.query(options.url, dict(options.params))
        if isinstance(options.json_data, dict):
            options.json_data = self.body(options.url, dict(options.json_data))
        if options.files:
            options.files = [(name, self.file(options.url, file)) for name, file in options.files]
        return options

    def address(self, url):
        """Each is asked about things of its own, which it may end."""
        if "file_id" in url:
            return url.replace("file_id", self.client.files.create(file=b"Example data", purpose="user_data").id)
        if "batch_id" in url:
            return url.replace("batch_id", self.batch())
        for theirs, ours in MODELS.items():
            url = url.replace(f"/models/{theirs}", f"/models/{ours}")
        return url

    def batch(self):
        return self.client.batches.create(
            input_file_id=self.lines, endpoint="/v1/responses", completion_window="24h").id

    def query(self, url, params):
        """Places that there are, and pages of at least one."""
        if params.get("after") == "after":
            params["after"] = self.batch() if url == "/batches" else self.lines
        if params.get("limit") == 0:
            params["limit"] = 1
        if params.get("purpose") == "purpose":
            params["purpose"] = "batch"
        return params

    def body(self, url, body):
        if url in USUAL:
            body.setdefault("model", USUAL[url])
        if url == "/responses":
            body.setdefault("input", "string")
        if "model" in body:
            body["model"] = USUAL[url] if url == "/images/variations" else MODELS.get(body["model"], body["model"])
        if body.get("input_file_id") == "input_file_id":
            body["input_file_id"] = self.lines
        if body.get("purpose") == "assistants":
            body["purpose"] = "user_data"
        return body

    def file(self, url, file):
        if url.startswith("/audio/"):
            return self.sound
        return self.picture if url.startswith("/images/") else file


class Client(OpenAI):
    def _prepare_options(self, options):
        return said()(options)


class AsyncClient(AsyncOpenAI):
    async def _prepare_options(self, options):
        return said()(options)


said = functools.cache(Said)
loop = asyncio.new_event_loop()


@pytest.fixture(scope="session")
def client(request):
    with Client(**ADDRESS, _strict_response_validation=getattr(request, "param", True)) as opened:
        yield opened


@pytest.fixture(scope="session")
def async_client(request):
    kind = getattr(request, "param", True)
    aiohttp = isinstance(kind, dict)
    opened = AsyncClient(
        **ADDRESS,
        _strict_response_validation=aiohttp or kind,
        http_client=DefaultAioHttpClient() if aiohttp else None)
    yield opened
    loop.run_until_complete(opened.close())


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Waits for the tests that are coroutines."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    loop.run_until_complete(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


def pytest_collection_modifyitems(config, items):
    left_out.choose(config, items)


def pytest_terminal_summary(terminalreporter):
    left_out.tell(terminalreporter)


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session):
    left_out.judge(session)
    return (yield)
