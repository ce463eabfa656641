// Anthropic's Node SDK, once per provider dialect: whole, streamed, with tools in a loop; and its errors and models.
import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { dialects } from "./dialects.mjs";

const client = new Anthropic({
  baseURL: process.env.OPENAI_BASE_URL.replace(/\/v1$/, ""),
  apiKey: process.env.OPENAI_API_KEY,
  maxRetries: 0,
});
const tools = [
  {
    name: "get_weather",
    description: "The weather of a city",
    input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
];
const say = (content) => [{ role: "user", content }];

for (const [dialect, model] of Object.entries(dialects)) {
  test(`${dialect}: answers whole, and streams the same`, async () => {
    const request = { model, max_tokens: 512, messages: say("Tell me of rivers") };
    const whole = await client.messages.create(request);
    assert.equal(whole.model, model);
    assert.equal(whole.stop_reason, "end_turn");
    assert.ok(whole._request_id);
    const final = await client.messages.stream(request).finalMessage();
    assert.deepEqual(final.content, whole.content);
    assert.equal(final.usage.output_tokens, whole.usage.output_tokens);
  });

  test(`${dialect}: an agent runs its tools until there is text`, async () => {
    const messages = say("What is the weather in Paris?");
    let answer;
    let called = 0;
    for (let turn = 0; turn < 4; turn++) {
      answer = await client.messages.stream({ model, max_tokens: 512, messages, tools }).finalMessage();
      messages.push({ role: "assistant", content: answer.content });
      if (answer.stop_reason !== "tool_use") break;
      const calls = answer.content.filter((block) => block.type === "tool_use");
      called += calls.length;
      messages.push({
        role: "user",
        content: calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "18 degrees" })),
      });
    }
    assert.ok(called > 0);
    assert.equal(answer.stop_reason, "end_turn");
    assert.match(answer.content.at(-1).text, /18 degrees/);
  });
}

test("refusals are the SDK's own errors", async () => {
  await assert.rejects(client.messages.create({ model: "demo", max_tokens: 0, messages: say("Hi") }), (error) => {
    assert.ok(error instanceof Anthropic.BadRequestError);
    assert.equal(error.error.error.param, "max_tokens");
    assert.ok(error.requestID);
    return true;
  });
});

test("models are listed page by page", async () => {
  const ids = [];
  for await (const model of client.models.list({ limit: 7 })) ids.push(model.id);
  assert.ok(ids.length > 7 && new Set(ids).size === ids.length);
});
