// Chat by the Node SDK, once per provider dialect: whole, streamed, with the tool runner, parsed, with images.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import OpenAI from "openai";
import { zodFunction, zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import { dialects } from "./dialects.mjs";

const client = new OpenAI({ maxRetries: 0 });
const say = (content) => [{ role: "user", content }];
const Person = z.object({ name: z.string(), age: z.number().int() });
// A black dot.
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=";

function weatherTool(asked) {
  return zodFunction({
    name: "get_weather",
    description: "The weather of a city",
    parameters: z.object({ city: z.string() }),
    function: ({ city }) => {
      asked.push(city);
      return `18 degrees in ${city}`;
    },
  });
}

for (const [dialect, model] of Object.entries(dialects)) {
  describe(dialect, () => {
    test("answers whole", async () => {
      const answer = await client.chat.completions.create({ model, messages: say("Greetings to you") });
      assert.equal(answer.model, model);
      assert.match(answer.choices[0].message.content, /Greetings to you/);
      assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
    });

    test("streams the same text as whole", async () => {
      const messages = say("Tell me of rivers");
      const whole = await client.chat.completions.create({ model, messages });
      const stream = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
      let text = "";
      stream.on("content", (part) => (text += part));
      const final = await stream.finalChatCompletion();
      assert.equal(text, whole.choices[0].message.content);
      assert.equal(final.choices[0].finish_reason, "stop");
      assert.deepEqual(final.usage, whole.usage);
    });

    test("the tool runner runs until there is text", async () => {
      const asked = [];
      const runner = client.chat.completions.runTools({
        model,
        messages: say("What is the weather in Paris?"),
        tools: [weatherTool(asked)],
      });
      assert.ok(await runner.finalContent());
      assert.ok(asked.length > 0);
    });

    test("the streaming tool runner runs until there is text", async () => {
      const asked = [];
      const runner = client.chat.completions.runTools({
        model,
        stream: true,
        messages: say("parallel weather of Paris and Rome"),
        tools: [weatherTool(asked)],
      });
      assert.ok(await runner.finalContent());
      assert.ok(asked.length > 1);
    });

    test("structured output is parsed", async () => {
      const parsed = await client.chat.completions.parse({
        model,
        messages: say("Ada is 36"),
        response_format: zodResponseFormat(Person, "person"),
      });
      assert.deepEqual(Person.parse(parsed.choices[0].message.parsed), parsed.choices[0].message.parsed);
    });

    test("images in a message are taken by models that see", async () => {
      const look = () =>
        client.chat.completions.create({
          model,
          messages: say([
            { type: "text", text: "Describe this image." },
            { type: "image_url", image_url: { url: pixel } },
          ]),
        });
      if (dialect === "deepseek") {
        await assert.rejects(look, { status: 400, param: "messages[0].content[1]" });
        return;
      }
      assert.match((await look()).choices[0].message.content, /Describe this image\./);
    });

    test("an abandoned stream leaves the client fit for more", async () => {
      const stream = await client.chat.completions.create({ model, messages: say("Tell me of rivers"), stream: true });
      for await (const _ of stream) {
        break;
      }
      assert.equal(stream.controller.signal.aborted, true);
      const answer = await client.chat.completions.create({ model, messages: say("Hi") });
      assert.ok(answer.choices[0].message.content);
    });
  });
}
