"""Responses by the Python SDK, both clients, once per provider dialect: native at OpenAI's, elsewhere said as a chat."""
import json

import openai
import pytest
from pydantic import BaseModel

WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather of a city",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
    "strict": True,
}
QUESTION = "What is the weather in Paris?"


class Person(BaseModel):
    name: str
    age: int


def test_answers_whole_under_the_name_that_was_asked_for(ask, model):
    answer = ask(lambda client: client.responses.create(
        model=model, instructions="Be brief.", input="Greetings to you"))
    assert answer.model == model and answer.status == "completed"
    assert "Greetings to you" in answer.output_text
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens > 0


def test_streams_the_same_text_as_whole(ask, model):
    whole = ask(lambda client: client.responses.create(model=model, input="Tell me of rivers"))
    events = ask.all(lambda client: client.responses.create(model=model, input="Tell me of rivers", stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert text == whole.output_text
    assert events[0].type == "response.created" and events[-1].type == "response.completed"
    assert events[-1].response.usage == whole.usage


def test_an_agent_runs_its_tools_until_there_is_text(ask, model):
    items, calls = [{"role": "user", "content": QUESTION}], []
    for _ in range(4):
        answer = ask(lambda client: client.responses.create(model=model, input=items, tools=[WEATHER]))
        items += answer.output
        asked = [item for item in answer.output if item.type == "function_call"]
        if not asked:
            break
        for call in asked:
            calls.append(json.loads(call.arguments))
            items.append({"type": "function_call_output", "call_id": call.call_id, "output": "18 degrees"})
    assert calls and all(set(call) == {"city"} for call in calls)
    assert answer.output_text


def test_a_streamed_agent_runs_its_tools_until_there_is_text(ask, model):
    items, called = [{"role": "user", "content": QUESTION}], False
    for _ in range(4):
        final = ask.within(
            ask.client.responses.stream(model=model, input=items, tools=[WEATHER]),
            lambda stream: stream.get_final_response())
        items += final.output
        asked = [item for item in final.output if item.type == "function_call"]
        if not asked:
            break
        called = True
        for call in asked:
            items.append({"type": "function_call_output", "call_id": call.call_id, "output": "18 degrees"})
    assert called and final.output_text


def test_structured_output_is_parsed(ask, model):
    parsed = ask(lambda client: client.responses.parse(model=model, input="Ada is 36", text_format=Person))
    assert isinstance(parsed.output_parsed, Person)


def test_a_bound_on_the_output_ends_it(ask, model):
    answer = ask(lambda client: client.responses.create(model=model, input="one more word " * 20, max_output_tokens=16))
    assert answer.status == "incomplete" and answer.incomplete_details.reason == "max_output_tokens"
    assert answer.usage.output_tokens <= 16


def test_state_is_where_the_provider_keeps_it(ask, dialect, model):
    first = ask(lambda client: client.responses.create(model=model, input="Remember the river"))

    def go_on():
        return ask(lambda client: client.responses.create(
            model=model, input="Go on", previous_response_id=first.id))

    if dialect in ("openai", "azure"):
        assert first.store and go_on().previous_response_id == first.id
        return
    assert first.store is False
    with pytest.raises(openai.BadRequestError) as caught:
        go_on()
    assert caught.value.param == "previous_response_id"


def test_thoughts_are_told_and_come_back(ask):
    items = [{"role": "user", "content": "Think of rivers"}]
    answer = ask(lambda client: client.responses.create(
        model="demo-reasoning", input=items, store=False, include=["reasoning.encrypted_content"],
        reasoning={"effort": "low", "summary": "auto"}))
    assert answer.usage.output_tokens_details.reasoning_tokens > 0
    thoughts = answer.output[0]
    assert thoughts.type == "reasoning" and thoughts.summary and thoughts.encrypted_content
    items += [*answer.output, {"role": "user", "content": "And of boats"}]
    again = ask(lambda client: client.responses.create(model="demo-reasoning", input=items, store=False))
    assert "And of boats" in again.output_text


def test_a_stream_that_breaks_off_raises(ask):
    with pytest.raises(openai.APIError):
        ask.all(lambda client: client.responses.create(model="fault-error-frame", input="Hi", stream=True))


def test_what_is_not_offered_is_a_bad_request_that_names_it(ask):
    for fields in ({"background": True}, {"conversation": "conv_1"}, {"tools": [{"type": "web_search"}]}):
        with pytest.raises(openai.BadRequestError) as caught:
            ask(lambda client: client.responses.create(model="demo", input="Hi", **fields))
        assert caught.value.param.split("[")[0] == next(iter(fields))
