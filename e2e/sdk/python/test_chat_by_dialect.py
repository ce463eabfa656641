"""Chat by the Python SDK, both clients, once per provider dialect: whole, streamed, with tools, parsed, with images."""
import json

import openai
import pytest
from pydantic import BaseModel

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
        "strict": True,
    },
}
QUESTION = {"role": "user", "content": "What is the weather in Paris?"}
# A black dot.
PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


class Person(BaseModel):
    name: str
    age: int


def say(text):
    return [{"role": "user", "content": text}]


def test_answers_whole_under_the_name_that_was_asked_for(ask, model):
    answer = ask(lambda client: client.chat.completions.create(model=model, messages=say("Greetings to you")))
    assert answer.model == model
    assert "Greetings to you" in answer.choices[0].message.content
    assert answer.choices[0].finish_reason == "stop"
    usage = answer.usage
    assert usage.prompt_tokens > 0 and usage.completion_tokens > 0
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_streams_the_same_text_as_whole(ask, model):
    whole = ask(lambda client: client.chat.completions.create(model=model, messages=say("Tell me of rivers")))
    chunks = ask.all(lambda client: client.chat.completions.create(
        model=model, messages=say("Tell me of rivers"), stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks[:-1])
    assert text == whole.choices[0].message.content
    assert {chunk.model for chunk in chunks} == {model} and len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == [] and chunks[-1].usage == whole.usage


def test_a_conversation_of_all_roles_is_taken(ask, model):
    messages = [
        {"role": "developer", "content": "Be brief."},
        *say("Hello"),
        {"role": "assistant", "content": "Hello!"},
        {"role": "system", "content": "Be kind too."},
        *say("One more"),
        *say("And another"),
    ]
    answer = ask(lambda client: client.chat.completions.create(
        model=model, messages=messages, max_completion_tokens=512, temperature=0.5, stop=["never said"]))
    assert answer.choices[0].message.content


@pytest.mark.parametrize("streaming", [False, True], ids=["plain", "stream"])
def test_tools_run_in_a_loop_until_there_is_text(ask, model, streaming):
    def turn():
        request = dict(model=model, messages=messages, tools=[WEATHER])
        if streaming:
            return ask.within(
                ask.client.chat.completions.stream(**request), lambda stream: stream.get_final_completion())
        return ask(lambda client: client.chat.completions.create(**request))

    messages, calls = [QUESTION], []
    for _ in range(4):
        answer = turn()
        message = answer.choices[0].message
        messages.append(message.model_dump(exclude_none=True))
        if not message.tool_calls:
            break
        assert answer.choices[0].finish_reason == "tool_calls"
        for call in message.tool_calls:
            calls.append(json.loads(call.function.arguments))
            messages.append({"role": "tool", "tool_call_id": call.id, "content": "18 degrees"})
    assert calls and all(set(call) == {"city"} for call in calls)
    assert message.content and answer.choices[0].finish_reason == "stop"


def test_streamed_parallel_tool_calls_are_put_together(ask, model):
    def read(stream):
        return stream.get_final_completion()

    final = ask.within(
        ask.client.chat.completions.stream(
            model=model,
            messages=say("parallel weather of Paris and Rome"),
            tools=[WEATHER],
            tool_choice="auto",
            stream_options={"include_usage": True},
        ),
        read,
    )
    calls = final.choices[0].message.tool_calls
    assert len(calls) > 1 and len({call.id for call in calls}) == len(calls)
    assert all(call.function.parsed_arguments.keys() == {"city"} for call in calls)
    assert final.choices[0].finish_reason == "tool_calls" and final.usage.completion_tokens > 0


def test_structured_output_is_parsed(ask, model):
    parsed = ask(lambda client: client.chat.completions.parse(
        model=model, messages=say("Ada is 36"), response_format=Person))
    assert isinstance(parsed.choices[0].message.parsed, Person)


def test_structured_output_is_parsed_from_a_stream(ask, model):
    final = ask.within(
        ask.client.chat.completions.stream(model=model, messages=say("Ada is 36"), response_format=Person),
        lambda stream: stream.get_final_completion())
    assert isinstance(final.choices[0].message.parsed, Person)


def test_images_in_a_message_are_taken_by_models_that_see(ask, dialect, model):
    def look():
        return ask(lambda client: client.chat.completions.create(model=model, messages=[{
            "role": "user",
            "content": [
                {"type": "text", "text": "Describe this image."},
                {"type": "image_url", "image_url": {"url": PIXEL, "detail": "low"}},
            ],
        }]))

    if dialect == "deepseek":
        with pytest.raises(openai.BadRequestError, match="takes no part of type image_url") as caught:
            look()
        assert caught.value.param == "messages[0].content[1]"
        return
    assert "Describe this image." in look().choices[0].message.content


def test_a_bound_on_the_output_ends_it(ask, model):
    answer = ask(lambda client: client.chat.completions.create(
        model=model, messages=say("one two three four five six seven eight nine ten"), max_tokens=4))
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens <= 4


def test_a_field_of_the_wrong_type_is_a_bad_request(ask, model):
    with pytest.raises(openai.BadRequestError) as caught:
        ask(lambda client: client.chat.completions.create(model=model, messages=say("Hi"), top_p="much"))
    assert caught.value.param == "top_p"
