// Transcriptions and speech by the Node SDK and the AI SDK.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import { experimental_generateSpeech, experimental_transcribe } from "ai";
import OpenAI, { BadRequestError, toFile } from "openai";

const client = new OpenAI({ maxRetries: 0 });
const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY });

// A WAV file of so many seconds: 16 kHz, one channel, 16 bits.
function silence(seconds) {
  const data = 32_000 * seconds;
  const wav = Buffer.alloc(44 + data);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + data, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(16_000, 24);
  wav.writeUInt32LE(32_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(data, 40);
  return wav;
}

const speechFile = () => toFile(silence(2), "speech.wav");

async function all(stream) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
  }
  return events;
}

describe("transcriptions", () => {
  const ask = async (more) =>
    client.audio.transcriptions.create({ file: await speechFile(), model: "demo-transcribe", ...more });

  test("speech becomes text in every form", async () => {
    assert.ok((await ask()).text);
    assert.ok((await ask({ response_format: "text" })).length > 0);
    const model = "demo-transcribe-minutes"; // paid by the minute, which takes every format
    const verbose = await ask({ model, response_format: "verbose_json", timestamp_granularities: ["segment", "word"] });
    assert.ok(verbose.segments.length > 0 && verbose.words.length > 0);
    assert.match(await ask({ model, response_format: "srt" }), /-->/);
    assert.match(await ask({ model, response_format: "vtt" }), /^WEBVTT/);
  });

  test("the text is streamed", async () => {
    const events = await all(await ask({ stream: true }));
    const done = events.pop();
    assert.equal(done.type, "transcript.text.done");
    assert.ok(events.length > 1);
    assert.equal(events.map((event) => event.delta).join(""), done.text);
  });

  test("the AI SDK transcribes", async () => {
    const { text } = await experimental_transcribe({
      model: openai.transcription("demo-transcribe"),
      audio: silence(2),
      maxRetries: 0,
    });
    assert.ok(text);
  });
});

describe("speech", () => {
  test("bytes are read while they come", async () => {
    const answer = await client.audio.speech.create({
      model: "demo-speech",
      voice: "alloy",
      input: "Good morning to all of you",
      response_format: "wav",
    });
    assert.equal(answer.headers.get("content-type"), "audio/wav");
    const parts = await all(answer.body);
    assert.equal(Buffer.concat(parts).subarray(0, 4).toString(), "RIFF");
  });

  test("nothing to say is a bad request", async () => {
    await assert.rejects(client.audio.speech.create({ model: "demo-speech", voice: "alloy", input: "" }), (error) => {
      assert.ok(error instanceof BadRequestError);
      assert.equal(error.param, "input");
      return true;
    });
  });

  test("the AI SDK speaks", async () => {
    const { audio } = await experimental_generateSpeech({
      model: openai.speech("demo-speech"),
      text: "Good morning",
      voice: "alloy",
      outputFormat: "wav",
      maxRetries: 0,
    });
    assert.equal(Buffer.from(audio.uint8Array).subarray(0, 4).toString(), "RIFF");
  });
});
