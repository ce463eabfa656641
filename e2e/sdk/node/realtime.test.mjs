// Realtime sessions by the Node SDK, and as a browser opens them: with the key among the subprotocols.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import OpenAI from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";
import { WebSocket } from "ws";

const client = new OpenAI();
// The SDK wants TLS, which an edge leaves to what stands before it: here the bytes go as they are.
const bare = { createConnection: ({ host, port }) => connect({ host, port }) };

const say = (text) => ({
  type: "conversation.item.create",
  item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
});

test("a session answers in text and tells its usage", { timeout: 20_000 }, async () => {
  const session = new OpenAIRealtimeWS({ model: "demo-realtime", options: bare }, client);
  const seen = [];
  let text = "";
  await new Promise((resolve, reject) => {
    session.on("error", reject);
    session.on("event", (event) => seen.push(event.type));
    session.on("session.created", () => {
      session.send({ type: "session.update", session: { type: "realtime", output_modalities: ["text"] } });
      session.send(say("Greetings to you"));
      session.send({ type: "response.create" });
    });
    session.on("response.output_text.delta", (event) => (text += event.delta));
    session.on("response.done", (event) => {
      try {
        assert.equal(event.response.status, "completed");
        assert.ok(event.response.usage.total_tokens > 0);
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
  assert.equal(seen[0], "session.created");
  assert.match(text, /Greetings to you/);
  const closed = new Promise((resolve) => session.socket.on("close", resolve));
  session.close();
  await closed;
});

const address = `${process.env.OPENAI_BASE_URL.replace(/^http/, "ws")}/realtime?model=demo-realtime`;
const open = (key, url = address) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, ["realtime", `openai-insecure-api-key.${key}`]);
    socket.on("message", (data) => resolve({ socket, first: JSON.parse(data) }));
    socket.on("unexpected-response", (_, response) => {
      resolve({ status: response.statusCode });
      response.destroy();
    });
    socket.on("error", reject);
  });

test("a browser's key among the subprotocols is taken and never echoed", { timeout: 20_000 }, async () => {
  const { socket, first } = await open(process.env.OPENAI_API_KEY);
  assert.equal(first.type, "session.created");
  assert.equal(socket.protocol, "realtime");
  socket.terminate();
});

test("a wrong key and a wrong model are refused before the upgrade", { timeout: 20_000 }, async () => {
  assert.equal((await open("sk-wrong")).status, 401);
  assert.equal((await open(process.env.OPENAI_API_KEY, address.replace("demo-realtime", "no-such"))).status, 404);
});
