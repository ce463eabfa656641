// Embeddings, images and models by the Node SDK and the AI SDK.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embedMany, generateImage } from "ai";
import OpenAI, { NotFoundError, toFile } from "openai";

const client = new OpenAI({ maxRetries: 0 });
const settings = { baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY };
const openai = createOpenAI(settings);
const compatible = createOpenAICompatible({ ...settings, name: "tollgate" });
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

const isPng = (bytes) => assert.deepEqual(Buffer.from(bytes).subarray(0, 4), png);

async function all(stream) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
  }
  return events;
}

describe("embeddings", () => {
  test("vectors come as numbers though the SDK asks for base64", async () => {
    const answer = await client.embeddings.create({ model: "demo-embedding", input: ["one", "two"] });
    assert.deepEqual(
      answer.data.map((item) => item.index),
      [0, 1],
    );
    assert.ok(answer.data.every((item) => item.embedding.every(Number.isFinite)));
    assert.notDeepEqual(answer.data[0].embedding, answer.data[1].embedding);
    const asked = await client.embeddings.create({ model: "demo-embedding", input: "one", encoding_format: "float" });
    assert.equal(asked.data[0].embedding.length, answer.data[0].embedding.length);
    asked.data[0].embedding.forEach((number, i) => assert.ok(Math.abs(number - answer.data[0].embedding[i]) < 1e-6));
  });

  for (const [name, model] of [
    ["openai", openai.embedding("demo-embedding")],
    ["compatible", compatible.embeddingModel("demo-embedding")],
  ]) {
    test(`the AI SDK embeds, ${name}`, async () => {
      const { embeddings, usage } = await embedMany({ model, values: ["one", "two"], maxRetries: 0 });
      assert.equal(embeddings.length, 2);
      assert.notDeepEqual(embeddings[0], embeddings[1]);
      assert.ok(usage.tokens > 0);
    });
  }
});

describe("images", () => {
  test("pictures come as base64 and as URLs", async () => {
    const asked = { model: "demo-image", prompt: "A red boat" };
    const encoded = await client.images.generate({ ...asked, n: 2, response_format: "b64_json" });
    assert.equal(encoded.data.length, 2);
    encoded.data.forEach((picture) => isPng(Buffer.from(picture.b64_json, "base64")));
    const addressed = await client.images.generate({ ...asked, response_format: "url" });
    assert.match(addressed.data[0].url, /^https?:/);
  });

  test("partial pictures are streamed before the last", async () => {
    const events = await all(
      await client.images.generate({ model: "demo-image", prompt: "A red boat", stream: true, partial_images: 2 }),
    );
    assert.deepEqual(
      events.map((event) => event.type),
      ["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"],
    );
    events.forEach((event) => isPng(Buffer.from(event.b64_json, "base64")));
  });

  for (const [name, model] of [
    ["openai", openai.image("demo-image")],
    ["compatible", compatible.imageModel("demo-image")],
  ]) {
    test(`the AI SDK makes pictures, ${name}`, async () => {
      const { image } = await generateImage({ model, prompt: "A red boat", size: "1024x1024", maxRetries: 0 });
      isPng(image.uint8Array);
    });
  }
});

describe("pictures of pictures", () => {
  const picture = (name) => toFile(Buffer.concat([png, Buffer.from("\r\n\x1a\n", "latin1")]), name, { type: "image/png" });

  test("they are edited", async () => {
    const answer = await client.images.edit({
      model: "demo-image-tokens",
      prompt: "Make it blue",
      image: [await picture("a.png"), await picture("b.png")],
      mask: await picture("m.png"),
    });
    isPng(Buffer.from(answer.data[0].b64_json, "base64"));
    assert.equal(answer.usage.input_tokens_details.image_tokens, 3 * 194);
  });

  test("they are varied", async () => {
    const answer = await client.images.createVariation({ model: "demo-image", image: await picture("a.png"), n: 2 });
    assert.equal(answer.data.length, 2);
  });
});

describe("completions", () => {
  for (const model of ["demo-completion", "demo"]) {
    test(`a prompt is continued by ${model}, whole and streamed`, async () => {
      const asked = { model, prompt: "Once upon a time", max_tokens: 32 };
      const whole = await client.completions.create(asked);
      assert.equal(whole.object, "text_completion");
      const chunks = await all(await client.completions.create({ ...asked, stream: true }));
      assert.equal(chunks.map((chunk) => chunk.choices[0].text).join(""), whole.choices[0].text);
    });
  }
});

describe("moderations", () => {
  test("a text is judged", async () => {
    const answer = await client.moderations.create({ model: "demo-moderation", input: "pure violence" });
    assert.equal(answer.results[0].flagged, true);
  });
});

describe("models", () => {
  test("one is found by its id", async () => {
    assert.equal((await client.models.retrieve("demo")).id, "demo");
    await assert.rejects(client.models.retrieve("no/such"), NotFoundError);
  });
});
