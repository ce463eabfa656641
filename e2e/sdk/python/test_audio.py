"""Transcriptions and speech by the Python SDK, both clients."""
import io
import struct

import openai
import pytest

# Paid by the minute, which takes every format; the other, paid by tokens, streams.
BY_MINUTES = "demo-transcribe-minutes"


def silence(seconds):
    """A WAV file of so many seconds: 16 kHz, one channel, 16 bits."""
    samples = bytes(32_000 * seconds)
    form = struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, 16_000, 32_000, 2, 16, b"data", len(samples))
    return b"RIFF" + struct.pack("<I", 4 + len(form) + len(samples)) + b"WAVE" + form + samples


class TestTranscriptions:
    def test_speech_becomes_text(self, ask):
        answer = ask(lambda client: client.audio.transcriptions.create(
            file=("speech.wav", io.BytesIO(silence(2))), model="demo-transcribe"))
        assert answer.text

    @pytest.mark.parametrize("form", ["text", "srt", "vtt"])
    def test_plain_forms_come_as_text(self, ask, form):
        text = ask(lambda client: client.audio.transcriptions.create(
            file=("speech.wav", silence(2)), model=BY_MINUTES, response_format=form))
        assert isinstance(text, str) and text.strip()
        assert ("-->" in text) == (form != "text")
        assert text.startswith("WEBVTT") == (form == "vtt")

    def test_the_verbose_form_has_segments_and_words(self, ask):
        answer = ask(lambda client: client.audio.transcriptions.create(
            file=("speech.wav", silence(2)),
            model=BY_MINUTES,
            response_format="verbose_json",
            timestamp_granularities=["segment", "word"],
        ))
        assert float(answer.duration) == pytest.approx(2, abs=0.01)
        assert answer.text and answer.segments and answer.words

    def test_the_text_is_streamed(self, ask):
        events = ask.all(lambda client: client.audio.transcriptions.create(
            file=("speech.wav", silence(2)), model="demo-transcribe", stream=True))
        assert events[-1].type == "transcript.text.done" and len(events) > 2
        assert "".join(event.delta for event in events[:-1]) == events[-1].text

    @pytest.mark.parametrize("form", ["json", "text", "srt", "verbose_json", "vtt"])
    def test_speech_becomes_english_in_every_form(self, ask, form):
        answer = ask(lambda client: client.audio.translations.create(
            file=("speech.wav", silence(2)), model=BY_MINUTES, response_format=form))
        text = answer if isinstance(answer, str) else answer.text
        assert text.strip() and ("-->" in text) == (form in ("srt", "vtt"))

    def test_no_file_is_a_bad_request(self, ask):
        with pytest.raises(openai.BadRequestError) as caught:
            ask(lambda client: client.post(
                "/audio/transcriptions",
                cast_to=object,
                body={"model": "demo-transcribe"},
                files={},
                options={"headers": {"Content-Type": "multipart/form-data"}},
            ))
        assert caught.value.param == "file"


class TestSpeech:
    @pytest.mark.parametrize("form, start", [
        ("mp3", (b"\xff", b"ID3")), ("opus", (b"OggS",)), ("wav", (b"RIFF",)), ("flac", (b"fLaC",)), ("pcm", (b"",))])
    def test_every_format_comes_as_bytes(self, ask, form, start):
        answer = ask(lambda client: client.audio.speech.create(
            model="demo-speech", voice="alloy", input="Good morning", response_format=form))
        assert len(answer.content) > 100 and answer.content.startswith(start)

    def test_bytes_are_read_while_they_come(self, ask):
        request = ask.client.audio.speech.with_streaming_response.create(
            model="demo-speech", voice="alloy", input="Good morning to all of you", response_format="pcm")

        def read(response):
            if ask.loop is None:
                return [part for part in response.iter_bytes(512)]

            async def gather():
                return [part async for part in response.iter_bytes(512)]

            return gather()

        parts = ask.within(request, read)
        assert len(parts) > 1 and all(parts)

    def test_nothing_to_say_is_a_bad_request(self, ask):
        with pytest.raises(openai.BadRequestError) as caught:
            ask(lambda client: client.audio.speech.create(model="demo-speech", voice="alloy", input=""))
        assert caught.value.param == "input"
