"""What the Python SDK parses, raises and retries, against the running suite."""
import os
from concurrent.futures import ThreadPoolExecutor

import openai
import pytest
from openai import OpenAI
from pydantic import BaseModel

BASE_URL = os.environ["OPENAI_BASE_URL"]
MODEL = "demo"
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


@pytest.fixture
def client():
    return OpenAI(max_retries=0)


def say(text):
    return [{"role": "user", "content": text}]


def test_every_answer_carries_a_request_id(client):
    response = client.chat.completions.create(model=MODEL, messages=say("Hello"))
    assert len(response._request_id) == 36


def test_usage_chunk_comes_only_when_asked(client):
    plain = list(client.chat.completions.create(model=MODEL, messages=say("Hi"), stream=True))
    asked = list(client.chat.completions.create(
        model=MODEL, messages=say("Hi"), stream=True, stream_options={"include_usage": True}))
    assert all(chunk.choices for chunk in plain)
    assert asked[-1].choices == [] and asked[-1].usage.total_tokens > 0
    assert all(chunk.usage is None for chunk in asked[:-1])


def test_tool_calls_come_whole_and_round_trip(client):
    first = client.chat.completions.create(
        model=MODEL, messages=say("What is the weather in Paris?"), tools=[WEATHER], tool_choice="required")
    message = first.choices[0].message
    assert first.choices[0].finish_reason == "tool_calls"
    assert message.tool_calls[0].function.name == "get_weather"
    second = client.chat.completions.create(
        model=MODEL,
        tools=[WEATHER],
        tool_choice="none",
        messages=say("What is the weather in Paris?") + [message.model_dump(exclude_none=True)] + [
            {"role": "tool", "tool_call_id": call.id, "content": "18 degrees"} for call in message.tool_calls],
    )
    assert second.choices[0].message.content


def test_streamed_tool_calls_are_told_apart_by_index(client):
    with client.chat.completions.stream(
        model=MODEL, messages=say("parallel weather of Paris and Rome"), tools=[WEATHER], tool_choice="required"
    ) as stream:
        for _ in stream:
            pass
        calls = stream.get_final_completion().choices[0].message.tool_calls
    assert calls and all(call.function.name == "get_weather" for call in calls)


def test_structured_output_parses(client):
    class Answer(BaseModel):
        text: str
        count: int

    parsed = client.chat.completions.parse(model=MODEL, messages=say("Answer"), response_format=Answer)
    assert isinstance(parsed.choices[0].message.parsed, Answer)


def test_models_are_listed_and_found_one_by_one(client):
    ids = [model.id for model in client.models.list()]
    assert MODEL in ids and "claude-3-5-sonnet" in ids
    assert client.models.retrieve("claude-3-5-sonnet").id == "claude-3-5-sonnet"


def raised(kind, call):
    with pytest.raises(kind) as caught:
        call()
    return caught.value


def test_unknown_key_is_an_authentication_error():
    wrong = OpenAI(api_key="sk-wrong", max_retries=0)
    error = raised(openai.AuthenticationError,
                   lambda: wrong.chat.completions.create(model=MODEL, messages=say("Hi")))
    assert error.code == "invalid_api_key" and error.type == "authentication_error"


def test_bad_temperature_is_a_bad_request_that_names_the_field(client):
    error = raised(openai.BadRequestError,
                   lambda: client.chat.completions.create(model=MODEL, messages=say("Hi"), temperature=3))
    assert error.param == "temperature"


def test_unknown_model_is_not_found(client):
    error = raised(openai.NotFoundError,
                   lambda: client.chat.completions.create(model="no-such-model", messages=say("Hi")))
    assert error.code == "model_not_found"


def test_no_credit_is_a_402_of_the_base_class():
    poor = OpenAI(api_key=os.environ["POOR_API_KEY"], max_retries=2)
    error = raised(openai.APIStatusError, lambda: poor.chat.completions.create(model=MODEL, messages=say("Hi")))
    assert error.status_code == 402 and error.type == "billing_error"


def test_failing_provider_is_an_internal_server_error_class(client):
    error = raised(openai.InternalServerError,
                   lambda: client.chat.completions.create(model="fault-500", messages=say("Hi")))
    assert error.status_code == 503 and error.type == "upstream_error"


def test_error_frame_in_a_stream_raises(client):
    stream = client.chat.completions.create(model="fault-error-frame", messages=say("Hi"), stream=True)
    error = raised(openai.APIError, lambda: list(stream))
    assert error.message


def test_broken_stream_raises_instead_of_ending_silently(client):
    stream = client.chat.completions.create(model="fault-reset-mid", messages=say("Hi"), stream=True)
    raised(openai.APIError, lambda: list(stream))


def test_a_group_without_the_model_is_a_permission_error():
    ordinary = OpenAI(api_key=os.environ["LIMITED_API_KEY"], max_retries=0)
    error = raised(openai.PermissionDeniedError,
                   lambda: ordinary.chat.completions.create(model="gpt-5.5", messages=say("Hi")))
    assert error.code == "model_not_allowed"


def test_a_rate_limit_is_waited_out_by_the_sdk_itself():
    """One request at a time: the second is refused with Retry-After while the stream of the first runs."""
    single = os.environ["SINGLE_API_KEY"]
    patient = OpenAI(api_key=single, max_retries=20).chat.completions.with_raw_response
    stream = OpenAI(api_key=single, max_retries=0).chat.completions.create(
        model="demo-20ms-100w", messages=say("Hi"), stream=True)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(patient.create, model=MODEL, messages=say("Hi"))
        assert list(stream)
        answer = waiting.result(timeout=30)
    assert answer.retries_taken >= 1
    assert answer.parse().choices[0].message.content
