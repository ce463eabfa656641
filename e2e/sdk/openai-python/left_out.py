"""Which of OpenAI's own tests are not run against the gateway, each with its reason, and how many are."""
import fnmatch

import pytest

# How many are run. Fewer are a failure: a test must not get lost unnoticed, nor with a newer SDK.
RUN = 436
# Patterns of <file>::<test> without its class, for the asynchronous twin is the same; [strict] and the like only where
# it makes a difference.
LEFT_OUT = {
    "the gateway does not serve it: it keeps no chats, makes no models, and leaves responses with who made them": [
        "chat/test_completions.py::test_*_retrieve*",
        "chat/test_completions.py::test_*_update*",
        "chat/test_completions.py::test_*_list*",
        "chat/test_completions.py::test_*_delete*",
        "responses/test_input_items.py::test_*",
        "responses/test_input_tokens.py::test_*",
        "test_models.py::test_*_delete*",
        "test_responses.py::test_*_retrieve*",
        "test_responses.py::test_*_delete*",
        "test_responses.py::test_*_cancel*",
        "test_responses.py::test_*_compact*",
    ],
    "nobody is asked: the test answers itself, or the SDK refuses to ask": [
        "audio/test_speech.py::test_*",
        "test_batches.py::test_path_params_*",
        "test_files.py::test_path_params_*",
        "test_files.py::test_*_response_content*",
        "test_files.py::test_method_content*",
        "test_models.py::test_path_params_*",
    ],
    "its parameters exclude each other, and are refused: a bound of 0, or what another one forbids": [
        "audio/test_transcriptions.py::test_method_create_with_all_params_*",
        "chat/test_completions.py::test_method_create_with_all_params_*",
        "test_completions.py::test_method_create_with_all_params_*",
        "test_images.py::test_method_edit_with_all_params_overload_1*",
        "test_images.py::test_method_generate_with_all_params_overload_1*",
        "test_responses.py::test_method_create_with_all_params_*",
    ],
    "the gateway refuses what it does not know: complexity, frame_count, frame_duration_ms, svg": [
        "test_images.py::test_method_edit_with_all_params_overload_2*",
        "test_images.py::test_method_generate_with_all_params_overload_2*",
    ],
    "the SDK asks for base64 and its strict client then refuses any string for a vector": [
        "test_embeddings.py::test_method_create[[]strict]",
        "test_embeddings.py::test_raw_response_create[[]strict]",
        "test_embeddings.py::test_streaming_response_create[[]strict]",
        "test_embeddings.py::test_method_create[[]aiohttp]",
        "test_embeddings.py::test_raw_response_create[[]aiohttp]",
        "test_embeddings.py::test_streaming_response_create[[]aiohttp]",
    ],
}

left = {}
chosen = []


def name(item):
    return item.nodeid.split("api_resources/", 1)[1].split("::", 1)[0] + "::" + item.name


def choose(config, items):
    """Leaves out what is listed; a pattern that fits no test is an error, for its test is gone or has another name."""
    wanted = {name(item) for item in items}
    for reason, patterns in LEFT_OUT.items():
        for pattern in patterns:
            found = {one for one in wanted if fnmatch.fnmatchcase(one, pattern)} - left.keys()
            if not found:
                raise pytest.UsageError(f"left_out.py: no test is called {pattern}")
            left.update(dict.fromkeys(found, reason))
    gone = [item for item in items if name(item) in left]
    items[:] = chosen[:] = [item for item in items if name(item) not in left]
    config.hook.pytest_deselected(items=gone)


def tell(reporter):
    passed = len(reporter.stats.get("passed", []))
    reporter.section("OpenAI's own tests against the gateway")
    reporter.line(f"{len(chosen)} run, {passed} passed; {len(reporter.stats.get('deselected', []))} left out")
    for reason in LEFT_OUT:
        reporter.line(f"{sum(why == reason for why in left.values()):5} {reason}")


def judge(session):
    """Fewer that passed than are known to is a failure."""
    if session.testscollected < RUN and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
