// Vercel's AI SDK, by its provider for OpenAI and by the one for compatible servers, once per provider dialect.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateObject, generateText, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { dialects } from "./dialects.mjs";

const settings = { baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY };
const openai = createOpenAI(settings);
const compatible = createOpenAICompatible({
  ...settings,
  name: "tollgate",
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const providers = { openai: (model) => openai.chat(model), compatible: (model) => compatible.chatModel(model) };
const Person = z.object({ name: z.string(), age: z.number().int() });

function weather(asked) {
  return {
    get_weather: tool({
      description: "The weather of a city",
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => {
        asked.push(city);
        return `18 degrees in ${city}`;
      },
    }),
  };
}

for (const [name, provider] of Object.entries(providers)) {
  for (const [dialect, id] of Object.entries(dialects)) {
    describe(`${name}, ${dialect}`, () => {
      const common = { model: provider(id), maxRetries: 0 };

      test("generates text", async () => {
        const { text, usage, finishReason } = await generateText({ ...common, prompt: "Greetings to you" });
        assert.match(text, /Greetings to you/);
        assert.equal(finishReason, "stop");
        assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
      });

      test("streams text", async () => {
        const result = streamText({ ...common, prompt: "Tell me of rivers" });
        let parts = 0;
        let text = "";
        for await (const part of result.textStream) {
          parts++;
          text += part;
        }
        assert.ok(parts > 1);
        assert.match(text, /Tell me of rivers/);
        assert.ok((await result.usage).outputTokens > 0);
      });

      test("runs tools in steps", async () => {
        const asked = [];
        const { text, steps } = await generateText({
          ...common,
          prompt: "What is the weather in Paris?",
          tools: weather(asked),
          stopWhen: stepCountIs(4),
        });
        assert.ok(text);
        assert.ok(asked.length > 0 && steps.length > 1);
      });

      test("streams parallel tools in steps", async () => {
        const asked = [];
        const result = streamText({
          ...common,
          prompt: "parallel weather of Paris and Rome",
          tools: weather(asked),
          stopWhen: stepCountIs(4),
        });
        assert.ok(await result.text);
        assert.ok(asked.length > 1);
      });

      test("generates an object", async () => {
        const { object } = await generateObject({ ...common, schema: Person, prompt: "Ada is 36" });
        assert.deepEqual(Person.parse(object), object);
      });
    });
  }

  test(`${name}: an error has its message and status`, async () => {
    await assert.rejects(generateText({ model: provider("no-such"), prompt: "Hi", maxRetries: 0 }), (error) => {
      assert.ok(APICallError.isInstance(error));
      assert.equal(error.statusCode, 404);
      assert.match(error.message, /no-such/);
      return true;
    });
  });
}
