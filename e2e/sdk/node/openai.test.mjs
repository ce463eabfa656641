// The Node SDK and the seeds' samples for it, against the running suite.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError, RateLimitError } from "openai";

const model = process.env.TOLLGATE_MODEL ?? "gpt-5.4-mini";
const client = new OpenAI({ maxRetries: 0 });
const say = (content) => [{ role: "user", content }];

test("the seed's sample answers", async () => {
  const seeded = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, baseURL: process.env.OPENAI_BASE_URL });
  const response = await seeded.chat.completions.create({
    model,
    messages: [{ role: "user", content: "Briefly introduce Brivionix." }],
  });
  assert.ok(response.choices[0].message.content);
  assert.equal(response.model, model);
});

test("a stream can be read by indexing the first choice", async () => {
  const stream = await client.chat.completions.create({ model, messages: say("Write a short poem"), stream: true });
  let text = "";
  for await (const chunk of stream) {
    text += chunk.choices[0].delta.content ?? "";
  }
  assert.ok(text);
});

test("usage comes last when asked for", async () => {
  const stream = await client.chat.completions.create({
    model,
    messages: say("Hi"),
    stream: true,
    stream_options: { include_usage: true },
  });
  let last;
  for await (const chunk of stream) {
    last = chunk;
  }
  assert.equal(last.choices.length, 0);
  assert.ok(last.usage.total_tokens > 0);
});

test("models are listed", async () => {
  const ids = [];
  for await (const listed of client.models.list()) {
    ids.push(listed.id);
  }
  assert.ok(ids.includes("gpt-4o"));
});

test("errors have the SDK's classes", async () => {
  const wrong = new OpenAI({ apiKey: "sk-wrong", maxRetries: 0 });
  await assert.rejects(wrong.chat.completions.create({ model, messages: say("Hi") }), AuthenticationError);
  await assert.rejects(client.chat.completions.create({ model: "no-such", messages: say("Hi") }), NotFoundError);
  await assert.rejects(client.chat.completions.create({ model, messages: [] }), (error) => {
    assert.ok(error instanceof BadRequestError);
    assert.equal(error.param, "messages");
    return true;
  });
});

test("a rate limit has the SDK's class and tells when to come back", async () => {
  const limited = new OpenAI({ apiKey: process.env.NODE_LIMITED_API_KEY, maxRetries: 0 });
  let refused;
  for (let i = 0; i < 12 && !refused; i++) {
    try {
      await limited.chat.completions.create({ model, messages: say("Hi") });
    } catch (error) {
      refused = error;
    }
  }
  assert.ok(refused instanceof RateLimitError);
  assert.ok(Number(refused.headers.get("retry-after")) >= 1);
});

test("an error frame in a stream throws", async () => {
  const stream = await client.chat.completions.create({
    model: "fault-error-frame",
    messages: say("Hi"),
    stream: true,
  });
  await assert.rejects(async () => {
    for await (const _ of stream) {
      // read to the end
    }
  }, APIError);
});
