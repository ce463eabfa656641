"""Embeddings, images and models by the Python SDK, both clients."""
import base64
import math
import struct

import openai
import pytest

PNG = b"\x89PNG\r\n\x1a\n"


class TestEmbeddings:
    def test_vectors_come_as_numbers_though_the_sdk_asks_for_base64(self, ask):
        answer = ask(lambda client: client.embeddings.create(model="demo-embedding", input=["one", "two"]))
        assert [item.index for item in answer.data] == [0, 1]
        assert all(isinstance(number, float) for item in answer.data for number in item.embedding)
        assert answer.data[0].embedding != answer.data[1].embedding
        assert answer.model == "demo-embedding" and answer.usage.prompt_tokens > 0

    def test_both_encodings_hold_the_same_numbers(self, ask):
        vectors = {}
        for encoding in ("base64", "float"):
            raw = ask(lambda client: client.embeddings.with_raw_response.create(
                model="demo-embedding", input="a river", encoding_format=encoding))
            vectors[encoding] = raw.http_response.json()["data"][0]["embedding"]
        assert isinstance(vectors["base64"], str)
        data = base64.b64decode(vectors["base64"])
        decoded = struct.unpack(f"<{len(data) // 4}f", data)
        assert len(decoded) == len(vectors["float"])
        assert all(math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9) for a, b in zip(decoded, vectors["float"]))

    def test_dimensions_are_as_many_as_asked_for(self, ask):
        answer = ask(lambda client: client.embeddings.create(model="demo-embedding", input="a", dimensions=16))
        assert len(answer.data[0].embedding) == 16

    @pytest.mark.parametrize("tokens", [[1, 2, 3], [[1, 2, 3], [4]]])
    def test_token_arrays_are_taken(self, ask, tokens):
        answer = ask(lambda client: client.embeddings.create(model="demo-embedding", input=tokens))
        assert len(answer.data) == (len(tokens) if isinstance(tokens[0], list) else 1)
        assert answer.usage.prompt_tokens == (4 if isinstance(tokens[0], list) else 3)

    def test_nothing_to_embed_is_a_bad_request(self, ask):
        with pytest.raises(openai.BadRequestError) as caught:
            ask(lambda client: client.embeddings.create(model="demo-embedding", input=""))
        assert caught.value.param == "input"


class TestImages:
    def test_pictures_come_as_base64(self, ask):
        answer = ask(lambda client: client.images.generate(
            model="demo-image", prompt="A red boat", n=2, size="1024x1024", response_format="b64_json"))
        assert len(answer.data) == 2
        assert all(base64.b64decode(picture.b64_json).startswith(PNG) for picture in answer.data)

    def test_pictures_come_as_urls(self, ask):
        answer = ask(lambda client: client.images.generate(
            model="demo-image", prompt="A red boat", response_format="url"))
        assert answer.data[0].url.startswith("http")

    def test_partial_pictures_are_streamed_before_the_last(self, ask):
        events = ask.all(lambda client: client.images.generate(
            model="demo-image", prompt="A red boat", stream=True, partial_images=2))
        assert [event.type for event in events] == ["image_generation.partial_image"] * 2 + [
            "image_generation.completed"]
        assert [event.partial_image_index for event in events[:-1]] == [0, 1]
        assert all(base64.b64decode(event.b64_json).startswith(PNG) for event in events)


class TestPicturesOfPictures:
    """Edits by a form with several files and a mask, and variations."""

    def test_pictures_are_edited(self, ask):
        answer = ask(lambda client: client.images.edit(
            model="demo-image-tokens", prompt="Make it blue", image=[("a.png", PNG), ("b.png", PNG)],
            mask=("m.png", PNG), n=2, size="1024x1024", quality="low"))
        assert len(answer.data) == 2
        assert all(base64.b64decode(picture.b64_json).startswith(PNG) for picture in answer.data)
        assert answer.usage.input_tokens_details.image_tokens == 3 * 194

    def test_partial_pictures_of_an_edit_are_streamed(self, ask):
        events = ask.all(lambda client: client.images.edit(
            model="demo-image-tokens", prompt="Make it blue", image=("a.png", PNG), stream=True, partial_images=1))
        assert [event.type for event in events] == ["image_edit.partial_image", "image_edit.completed"]

    def test_a_picture_is_varied(self, ask):
        answer = ask(lambda client: client.images.create_variation(
            model="demo-image", image=("a.png", PNG), n=2, response_format="b64_json"))
        assert len(answer.data) == 2

    def test_a_model_that_cannot_vary_is_refused(self, ask):
        with pytest.raises(openai.APIStatusError) as caught:
            ask(lambda client: client.images.create_variation(model="demo-image-tokens", image=("a.png", PNG)))
        assert caught.value.status_code in (400, 404) and caught.value.param == "model"


class TestCompletions:
    """The oldest format: by a model that completes, and by one that chats."""

    @pytest.mark.parametrize("model", ["demo-completion", "demo"])
    def test_a_prompt_is_continued(self, ask, model):
        answer = ask(lambda client: client.completions.create(model=model, prompt="Once upon a time", max_tokens=32))
        assert answer.object == "text_completion" and answer.model == model
        assert answer.choices[0].text and answer.choices[0].finish_reason in ("stop", "length")
        assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens

    @pytest.mark.parametrize("model", ["demo-completion", "demo"])
    def test_a_stream_says_the_same_text(self, ask, model):
        asked = {"model": model, "prompt": "Once upon a time", "max_tokens": 32}
        whole = ask(lambda client: client.completions.create(**asked))
        chunks = ask.all(lambda client: client.completions.create(
            **asked, stream=True, stream_options={"include_usage": True}))
        assert "".join(chunk.choices[0].text for chunk in chunks if chunk.choices) == whole.choices[0].text
        assert chunks[-1].usage == whole.usage

    def test_several_prompts_have_answers_each(self, ask):
        answer = ask(lambda client: client.completions.create(
            model="demo-completion", prompt=["Once", "Twice"], n=2, echo=True, logprobs=1))
        assert [choice.index for choice in answer.choices] == [0, 1, 2, 3]
        assert answer.choices[2].text.startswith("Twice") and answer.choices[0].logprobs.tokens

    def test_what_a_chat_cannot_say_is_named(self, ask):
        with pytest.raises(openai.BadRequestError) as caught:
            ask(lambda client: client.completions.create(model="demo", prompt="a", suffix="b"))
        assert caught.value.param == "suffix"


class TestModeration:
    def test_texts_are_judged_each(self, ask):
        answer = ask(lambda client: client.moderations.create(
            model="demo-moderation", input=["a river", "pure violence"]))
        assert [result.flagged for result in answer.results] == [False, True]
        assert answer.results[1].categories.violence and answer.model == "demo-moderation"

    def test_a_picture_and_a_text_are_judged_as_one(self, ask):
        answer = ask(lambda client: client.moderations.create(model="demo-moderation", input=[
            {"type": "text", "text": "a river"},
            {"type": "image_url", "image_url": {"url": "https://files.example/a.png"}}]))
        assert len(answer.results) == 1


class TestModels:
    def test_models_are_listed_and_found_by_id(self, ask):
        listed = ask.all(lambda client: client.models.list())
        found = ask(lambda client: client.models.retrieve("demo"))
        assert found.id == "demo" and found.object == "model" and found.owned_by
        assert found in listed

    def test_a_model_that_is_not_there_is_not_found(self, ask):
        with pytest.raises(openai.NotFoundError) as caught:
            ask(lambda client: client.models.retrieve("no/such-model"))
        assert caught.value.code == "model_not_found"
