"""Anthropic's Python SDK against every provider dialect: whole, streamed, with tools in a loop, counted, refused."""
import os

import anthropic
import pytest

WEATHER = {
    "name": "get_weather",
    "description": "The weather of a city",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


@pytest.fixture(scope="module")
def client():
    with anthropic.Anthropic(
        base_url=os.environ["OPENAI_BASE_URL"].removesuffix("/v1"),
        api_key=os.environ["OPENAI_API_KEY"],
        max_retries=0,
    ) as opened:
        yield opened


def say(text):
    return [{"role": "user", "content": text}]


def test_answers_whole_under_the_name_that_was_asked_for(client, model):
    message = client.messages.create(model=model, max_tokens=512, system="Be kind.", messages=say("Greetings to you"))
    assert message.type == "message" and message.role == "assistant" and message.model == model
    assert "Greetings to you" in message.content[-1].text
    assert message.stop_reason == "end_turn"
    assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0
    assert message._request_id


def test_streams_the_same_text_as_whole(client, model):
    whole = client.messages.create(model=model, max_tokens=512, messages=say("Tell me of rivers"))
    with client.messages.stream(model=model, max_tokens=512, messages=say("Tell me of rivers")) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert text == whole.content[-1].text == final.content[-1].text
    assert final.stop_reason == whole.stop_reason and final.model == model
    assert final.usage.output_tokens == whole.usage.output_tokens
    assert final.usage.input_tokens == whole.usage.input_tokens


@pytest.mark.parametrize("streaming", [False, True], ids=["plain", "stream"])
def test_an_agent_runs_its_tools_until_there_is_text(client, model, streaming):
    messages, cities = say("What is the weather in Paris?"), []
    for _ in range(4):
        request = dict(model=model, max_tokens=512, messages=messages, tools=[WEATHER])
        if streaming:
            with client.messages.stream(**request) as stream:
                answer = stream.get_final_message()
        else:
            answer = client.messages.create(**request)
        messages.append({"role": "assistant", "content": answer.content})
        if answer.stop_reason != "tool_use":
            break
        results = []
        for block in answer.content:
            if block.type == "tool_use":
                cities.append(block.input["city"])
                results.append({"type": "tool_result", "tool_use_id": block.id, "content": "18 degrees"})
        messages.append({"role": "user", "content": results})
    assert cities and answer.stop_reason == "end_turn"
    assert "18 degrees" in answer.content[-1].text


@pytest.mark.parametrize("streaming", [False, True], ids=["plain", "stream"])
def test_the_sdks_own_agent_runs_its_tools_until_there_is_text(client, model, streaming):
    cities = []

    @anthropic.beta_tool
    def get_weather(city: str) -> str:
        """The weather of a city

        Args:
            city: its name
        """
        cities.append(city)
        return "18 degrees"

    runner = client.beta.messages.tool_runner(
        model=model, max_tokens=512, messages=say("What is the weather in Paris?"), tools=[get_weather],
        stream=streaming)
    *_, last = (turn.get_final_message() if streaming else turn for turn in runner)
    assert cities and last.stop_reason == "end_turn"
    assert "18 degrees" in last.content[-1].text


def test_a_bound_on_the_output_ends_it(client, model):
    message = client.messages.create(
        model=model, max_tokens=4, messages=say("one two three four five six seven eight nine ten"))
    assert message.stop_reason == "max_tokens" and message.usage.output_tokens <= 4


def test_tokens_are_counted(client, model):
    assert client.messages.count_tokens(model=model, messages=say("one two three")).input_tokens > 3


def test_refusals_are_the_sdks_own(client):
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(model="demo", max_tokens=0, messages=say("Hi"))
    assert caught.value.body["error"]["param"] == "max_tokens" and caught.value.request_id
    with pytest.raises(anthropic.NotFoundError):
        client.messages.create(model="nobody", max_tokens=5, messages=say("Hi"))
    with pytest.raises(anthropic.AuthenticationError):
        client.with_options(api_key="sk-none").messages.create(model="demo", max_tokens=5, messages=say("Hi"))
    with pytest.raises(anthropic.APIStatusError) as poor:
        client.with_options(api_key=os.environ["POOR_API_KEY"]).messages.create(
            model="gpt-5.4-mini", max_tokens=500, messages=say("Hi"))
    assert poor.value.status_code == 402


def test_models_are_listed_page_by_page(client):
    models = [model.id for model in client.models.list(limit=7)]
    assert len(models) > 7 and len(set(models)) == len(models) and "demo" in models
    one = client.models.retrieve("demo")
    assert one.type == "model" and one.id == "demo" and one.created_at.year >= 1970
