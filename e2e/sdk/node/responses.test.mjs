// Responses by the Node SDK, once per provider dialect: whole, streamed, with tools, parsed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import OpenAI, { BadRequestError } from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";
import { dialects } from "./dialects.mjs";

const client = new OpenAI({ maxRetries: 0 });
const Person = z.object({ name: z.string(), age: z.number().int() });
const weather = {
  type: "function",
  name: "get_weather",
  description: "The weather of a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
  strict: true,
};

for (const [dialect, model] of Object.entries(dialects)) {
  describe(dialect, () => {
    test("answers whole", async () => {
      const answer = await client.responses.create({ model, input: "Greetings to you" });
      assert.equal(answer.model, model);
      assert.match(answer.output_text, /Greetings to you/);
      assert.equal(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens);
    });

    test("streams the same text as whole", async () => {
      const whole = await client.responses.create({ model, input: "Tell me of rivers" });
      const stream = client.responses.stream({ model, input: "Tell me of rivers" });
      let text = "";
      stream.on("response.output_text.delta", (event) => (text += event.delta));
      const final = await stream.finalResponse();
      assert.equal(text, whole.output_text);
      assert.deepEqual(final.usage, whole.usage);
    });

    test("an agent runs its tools until there is text", async () => {
      const input = [{ role: "user", content: "What is the weather in Paris?" }];
      let calls = 0;
      let answer;
      for (let turn = 0; turn < 4; turn++) {
        answer = await client.responses.create({ model, input, tools: [weather] });
        input.push(...answer.output);
        const asked = answer.output.filter((item) => item.type === "function_call");
        if (asked.length === 0) break;
        for (const call of asked) {
          calls++;
          assert.ok("city" in JSON.parse(call.arguments));
          input.push({ type: "function_call_output", call_id: call.call_id, output: "18 degrees" });
        }
      }
      assert.ok(calls > 0);
      assert.ok(answer.output_text);
    });

    test("structured output is parsed", async () => {
      const answer = await client.responses.parse({
        model,
        input: "Ada is 36",
        text: { format: zodTextFormat(Person, "person") },
      });
      assert.equal(typeof answer.output_parsed.age, "number");
    });
  });
}

test("state that nobody keeps is a bad request", async () => {
  const asked = client.responses.create({ model: dialects.anthropic, input: "Hi", store: true });
  await assert.rejects(asked, (error) => error instanceof BadRequestError && error.param === "store");
});
