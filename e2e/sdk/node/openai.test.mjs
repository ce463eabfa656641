// The Node SDK and the seeds' samples for it, against the running suite.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { APIError, AuthenticationError, BadRequestError, InternalServerError, NotFoundError, PermissionDeniedError, RateLimitError } from "openai";

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
  await assert.rejects(client.chat.completions.create({ model: "fault-500", messages: say("Hi") }), InternalServerError);
  const narrow = new OpenAI({ apiKey: process.env.NODE_LIMITED_API_KEY, maxRetries: 0 });
  await assert.rejects(narrow.chat.completions.create({ model: "gpt-5.5", messages: say("Hi") }), PermissionDeniedError);
  const poor = new OpenAI({ apiKey: process.env.POOR_API_KEY, maxRetries: 2 });
  await assert.rejects(poor.chat.completions.create({ model, messages: say("Hi") }), (error) => {
    assert.ok(error instanceof APIError);
    assert.equal(error.status, 402);
    return true;
  });
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

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

test("tool calls round trip", async () => {
  const messages = say("What is the weather in Paris?");
  const first = await client.chat.completions.create({ model: "demo", messages, tools: [weather], tool_choice: "required" });
  const message = first.choices[0].message;
  assert.equal(first.choices[0].finish_reason, "tool_calls");
  assert.equal(message.tool_calls[0].function.name, "get_weather");
  const results = message.tool_calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: "18 degrees" }));
  const second = await client.chat.completions.create({
    model: "demo",
    messages: [...messages, message, ...results],
    tools: [weather],
    tool_choice: "none",
  });
  assert.ok(second.choices[0].message.content);
});

test("streamed tool calls are put together", async () => {
  const runner = client.chat.completions.stream({
    model: "demo",
    messages: say("parallel weather of Paris and Rome"),
    tools: [weather],
    tool_choice: "required",
  });
  const calls = (await runner.finalChatCompletion()).choices[0].message.tool_calls;
  assert.ok(calls.length > 0);
  assert.ok(calls.every((call) => "city" in JSON.parse(call.function.arguments)));
});

test("vision parts are taken", async () => {
  const response = await client.chat.completions.create({
    model,
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "Describe this image." },
          { type: "image_url", image_url: { url: "https://example.com/image.jpg" } },
        ],
      },
    ],
  });
  assert.ok(response.choices[0].message.content);
});

test("two host names serve at once", async () => {
  const other = process.env.OPENAI_BASE_URL.replace("127.0.0.1", "localhost");
  const ids = await Promise.all(
    [process.env.OPENAI_BASE_URL, other].map(async (baseURL) => (await new OpenAI({ baseURL }).models.list()).data.length),
  );
  assert.ok(ids[0] > 0);
  assert.equal(ids[0], ids[1]);
});

// One request at a time: while a stream runs the next is refused; the SDK comes back until it is let in.
test("the SDK's own retry waits as it is told and succeeds", async () => {
  const seen = [];
  const apiKey = process.env.SINGLE_API_KEY;
  const patient = new OpenAI({
    apiKey,
    maxRetries: 20,
    fetch: async (...call) => {
      const response = await fetch(...call);
      seen.push({ at: performance.now(), status: response.status, told: Number(response.headers.get("retry-after-ms")) });
      return response;
    },
  });
  const first = new OpenAI({ apiKey, maxRetries: 0 });
  const stream = await first.chat.completions.create({ model: "demo-20ms-100w", messages: say("Hi"), stream: true });
  const waiting = patient.chat.completions.create({ model: "demo", messages: say("Hi") });
  for await (const _ of stream) {
    // read to the end
  }
  const answer = await waiting;
  assert.ok(answer.choices[0].message.content);
  assert.equal(seen[0].status, 429);
  assert.equal(seen.at(-1).status, 200);
  for (let i = 1; i < seen.length; i++) {
    assert.ok(seen[i].at - seen[i - 1].at >= seen[i - 1].told);
  }
});
