"""What the tests of several files share: one way to ask by the client that waits and by the one that does not."""
import asyncio
import inspect
import os

import pytest
from openai import AsyncOpenAI, OpenAI

# One model per provider dialect, in the order of DIALECTS below; SdkE2e names them.
DIALECTS = dict(pair.split("=", 1) for pair in os.environ["DIALECT_MODELS"].split())


class Asker:
    """Runs the same call on either client; what an asynchronous one gives is waited for."""

    def __init__(self, kind, **options):
        self.loop = asyncio.new_event_loop() if kind is AsyncOpenAI else None
        self.client = kind(max_retries=0, **options)

    def __call__(self, call):
        return self.settled(call(self.client))

    def settled(self, answer):
        return self.loop.run_until_complete(answer) if inspect.isawaitable(answer) else answer

    def all(self, call):
        """Every item of the stream that the call opens."""
        stream = self(call)
        if self.loop is None:
            return list(stream)

        async def gather():
            return [item async for item in stream]

        return self.settled(gather())

    def within(self, context, read):
        """Enters the SDK's helper, reads from it and leaves it."""
        if self.loop is None:
            with context as entered:
                return read(entered)

        async def enter():
            async with context as entered:
                answer = read(entered)
                return await answer if inspect.isawaitable(answer) else answer

        return self.settled(enter())

    def close(self):
        self.settled(self.client.close())
        if self.loop is not None:
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.close()


@pytest.fixture(params=[OpenAI, AsyncOpenAI], ids=["sync", "async"])
def ask(request):
    asker = Asker(request.param)
    yield asker
    asker.close()


@pytest.fixture(params=list(DIALECTS))
def dialect(request):
    return request.param


@pytest.fixture
def model(dialect):
    return DIALECTS[dialect]
