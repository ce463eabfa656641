"""Realtime sessions by the Python SDK, both clients."""
import asyncio

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from websockets.exceptions import InvalidStatus

MODEL = "demo-realtime"
EVENTS = [
    {"type": "session.update", "session": {"type": "realtime", "output_modalities": ["text"]}},
    {
        "type": "conversation.item.create",
        "item": {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "Greetings to you"}],
        },
    },
    {"type": "response.create"},
]


def judge(seen):
    assert seen[0].type == "session.created"
    text = "".join(event.delta for event in seen if event.type == "response.output_text.delta")
    assert "Greetings to you" in text
    assert seen[-1].response.status == "completed" and seen[-1].response.usage.total_tokens > 0


def test_a_session_answers():
    seen = []
    with OpenAI().realtime.connect(model=MODEL) as session:
        for event in EVENTS:
            session.send(event)
        for event in session:
            seen.append(event)
            if event.type in ("response.done", "error"):
                break
    judge(seen)


def test_an_asynchronous_session_answers():
    async def talk():
        seen = []
        async with AsyncOpenAI().realtime.connect(model=MODEL) as session:
            for event in EVENTS:
                await session.send(event)
            async for event in session:
                seen.append(event)
                if event.type in ("response.done", "error"):
                    break
        return seen

    judge(asyncio.run(asyncio.wait_for(talk(), 20)))


def test_a_wrong_key_is_refused_before_the_upgrade():
    with pytest.raises((InvalidStatus, openai.OpenAIError)) as caught:
        with OpenAI(api_key="sk-wrong").realtime.connect(model=MODEL):
            pass
    assert "401" in str(caught.value)
