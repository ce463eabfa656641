"""Files and batches by the Python SDK, both clients."""
import json
import time

import openai
import pytest


def line(custom_id, **body):
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions",
                       "body": {"model": "demo", "messages": [{"role": "user", "content": custom_id}], **body}})


def stored(ask, text):
    return ask(lambda client: client.files.create(file=("input.jsonl", text.encode()), purpose="batch"))


def made(ask, file, **more):
    return ask(lambda client: client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", **more))


def ended(ask, batch):
    until = time.monotonic() + 30
    while batch.status not in ("completed", "failed", "expired", "cancelled"):
        assert time.monotonic() < until, batch
        time.sleep(0.1)
        batch = ask(lambda client: client.batches.retrieve(batch.id))
    return batch


def read(ask, file_id):
    return ask(lambda client: client.files.content(file_id)).text


def test_a_batch_from_its_file_to_its_results(ask):
    file = stored(ask, line("one") + "\n" + line("two", model="no-such-model") + "\n")
    assert file.purpose == "batch" and file.filename == "input.jsonl" and file.bytes > 100
    batch = ended(ask, made(ask, file, metadata={"night": "first"}))
    assert batch.status == "completed" and batch.metadata == {"night": "first"}
    assert (batch.request_counts.total, batch.request_counts.completed, batch.request_counts.failed) == (2, 1, 1)
    answer = json.loads(read(ask, batch.output_file_id))
    assert answer["custom_id"] == "one" and answer["error"] is None
    assert answer["response"]["status_code"] == 200 and answer["response"]["request_id"]
    assert answer["response"]["body"]["choices"][0]["message"]["content"]
    failed = json.loads(read(ask, batch.error_file_id))
    assert failed["custom_id"] == "two" and failed["response"]["status_code"] == 404
    assert failed["response"]["body"]["error"]["code"] == "model_not_found"


def test_a_file_that_is_not_valid_names_its_lines(ask):
    batch = ended(ask, made(ask, stored(ask, line("same") + "\n" + line("same"))))
    assert batch.status == "failed" and batch.output_file_id is None
    assert [(error.code, error.line) for error in batch.errors.data] == [("duplicate_custom_id", 2)]


def test_files_are_listed_read_and_deleted(ask):
    file = stored(ask, line("kept"))
    listed = ask(lambda client: client.files.list(limit=1, purpose="batch"))
    assert [one.id for one in listed.data] == [file.id]
    assert read(ask, file.id) == line("kept")
    assert ask(lambda client: client.files.delete(file.id)).deleted
    with pytest.raises(openai.NotFoundError):
        ask(lambda client: client.files.retrieve(file.id))


def test_a_wrong_endpoint_is_told_by_its_field(ask):
    with pytest.raises(openai.BadRequestError) as refused:
        ask(lambda client: client.batches.create(
            input_file_id="file-none", endpoint="/v1/nothing", completion_window="24h"))
    assert refused.value.param == "endpoint"
