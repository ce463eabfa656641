"""OpenAI's own tests of its Python SDK, for the resources that the gateway serves, run against it.

usage: run.py SDIST [pytest's options]

SDIST is the folder where the SDK's source distribution lies unpacked; `OPENAI_BASE_URL` and `OPENAI_API_KEY` say whom
to ask. What the tests are given is in clients.py, which of them are left out and why in left_out.py.
"""
import os
import sys
from pathlib import Path

import pytest

RESOURCES = [
    "audio/test_speech.py",
    "audio/test_transcriptions.py",
    "audio/test_translations.py",
    "chat/test_completions.py",
    "responses/test_input_items.py",
    "responses/test_input_tokens.py",
    "test_batches.py",
    "test_completions.py",
    "test_embeddings.py",
    "test_files.py",
    "test_images.py",
    "test_models.py",
    "test_moderations.py",
    "test_responses.py",
]


def main(sdist, *options):
    here = Path(__file__).parent
    # The tests import what lies beside them, and pytest our plugin.
    sys.path[:0] = [str(here), sdist]
    os.chdir(sdist)
    # Their tests read where to ask at import; their conftest.py asks there with a key of its own: ours replaces it.
    os.environ["TEST_API_BASE_URL"] = os.environ["OPENAI_BASE_URL"]
    return pytest.main([
        "-q", "--noconftest", "-c", os.devnull, "--rootdir", sdist, "-p", "no:cacheprovider",
        "-p", "clients", *options, *(f"tests/api_resources/{resource}" for resource in RESOURCES)])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
