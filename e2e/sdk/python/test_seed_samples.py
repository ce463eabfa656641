"""The samples of the seeds' documents, as printed there but for key and address, against the running suite."""
import os

from openai import OpenAI, RateLimitError

BASE_URL = os.environ["OPENAI_BASE_URL"]
API_KEY = os.environ["OPENAI_API_KEY"]
MODEL = os.environ.get("TOLLGATE_MODEL", "gpt-5.4-mini")


def test_minimal_request_answers_with_text():
    client = OpenAI(api_key=API_KEY, base_url=BASE_URL)
    response = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Briefly introduce Brivionix."}],
    )
    assert response.choices[0].message.content
    assert response.model == MODEL
    assert response.usage.prompt_tokens > 0
    assert response.usage.completion_tokens > 0


def test_stream_indexes_the_first_choice_of_every_chunk():
    client = OpenAI(api_key=API_KEY, base_url=BASE_URL)
    stream = client.chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": "Write a short poem"}],
        stream=True,
    )
    text = ""
    for chunk in stream:
        delta = chunk.choices[0].delta.content
        if delta:
            text += delta
    assert text


def test_stream_with_the_alias_of_an_anthropic_model():
    client = OpenAI(api_key=API_KEY, base_url=BASE_URL)
    stream = client.chat.completions.create(
        model="claude-3-5-sonnet",
        messages=[{"role": "user", "content": "Write a poem"}],
        stream=True,
    )
    text = ""
    for chunk in stream:
        delta = chunk.choices[0].delta.content or ""
        text += delta
    assert text


def test_environment_alone_sets_up_the_sdk():
    response = OpenAI().chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": "Hello!"}]
    )
    assert response.choices[0].message.content


def test_base_url_without_v1_works_too():
    client = OpenAI(api_key=API_KEY, base_url=BASE_URL.removesuffix("/v1"))
    response = client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": "Hello!"}]
    )
    assert response.choices[0].message.content


def test_two_host_names_at_once_serve_the_same_account():
    other = BASE_URL.replace("127.0.0.1", "localhost")
    for base_url in (BASE_URL, other):
        client = OpenAI(api_key=API_KEY, base_url=base_url)
        assert client.models.list().data


def test_vision_parts_are_taken():
    client = OpenAI(api_key=API_KEY, base_url=BASE_URL)
    response = client.chat.completions.create(
        model=MODEL,
        messages=[{
            "role": "user",
            "content": [
                {"type": "text", "text": "Describe this image."},
                {"type": "image_url", "image_url": {"url": "https://example.com/image.jpg"}},
            ],
        }],
    )
    assert response.choices[0].message.content


def test_a_small_limit_raises_the_sdks_rate_limit_error():
    client = OpenAI(api_key=os.environ["LIMITED_API_KEY"], base_url=BASE_URL, max_retries=0)
    limited = None
    for _ in range(12):
        try:
            client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "Hello!"}])
        except RateLimitError as error:
            limited = error
    assert "Rate limit exceeded: " in str(limited)
    assert int(limited.response.headers["retry-after"]) >= 1
