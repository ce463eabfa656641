// The conversation: sent whole with each message, shown as it streams, never kept.
import { samples } from "./samples.js";

const IMAGES_MAX = 4;
const SIDE_MAX = 1024;
const BODY_MAX = 1_000_000;
const COST_TRIES = 8;
const NARROW = "(max-width: 860px)";

const form = document.getElementById("playground");
const part = (id) => document.getElementById(id);
const field = (name) => form.elements.namedItem(name);

let talk = [];
let images = [];
let running = null;

const pause = (millis) => new Promise((done) => setTimeout(done, millis));

function wrong(text = "") {
  part("wrong").textContent = text;
}

function request(messages) {
  const system = field("system").value.trim();
  const asked = {
    model: field("model").value,
    messages: system ? [{ role: "system", content: system }, ...messages] : messages,
  };
  for (const name of ["temperature", "max_tokens", "top_p"]) {
    if (field(name).value !== "") asked[name] = Number(field(name).value);
  }
  return asked;
}

function make(tag, kind, text) {
  const made = document.createElement(tag);
  made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

function say(who, kind) {
  part("empty").hidden = true;
  const box = make("article", `tg-said tg-said-${kind}`);
  box.append(make("h2", "tg-who", who));
  const text = make("div", "tg-text");
  box.append(text);
  part("log").append(box);
  return { box, text };
}

function picture(url) {
  const image = document.createElement("img");
  image.src = url;
  image.alt = "";
  return image;
}

function atEnd() {
  part("log").scrollTop = part("log").scrollHeight;
}

// Made small before it is sent: providers read no more, and the whole conversation travels with each message.
async function shrink(file) {
  const bitmap = await createImageBitmap(file);
  const ratio = Math.min(1, SIDE_MAX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * ratio));
  canvas.height = Math.max(1, Math.round(bitmap.height * ratio));
  const paint = canvas.getContext("2d");
  paint.fillStyle = "#fff";
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.82);
}

function showImages() {
  part("images").replaceChildren(
    ...images.map((url, i) => {
      const remove = make("button", "tg-thumb");
      remove.type = "button";
      remove.setAttribute("aria-label", form.dataset.remove);
      remove.append(picture(url));
      remove.addEventListener("click", () => {
        images.splice(i, 1);
        showImages();
      });
      return remove;
    }),
  );
}

async function attach(files) {
  wrong();
  for (const file of files) {
    if (images.length >= IMAGES_MAX) return wrong(form.dataset.tooMany);
    try {
      images.push(await shrink(file));
    } catch {
      wrong(form.dataset.badImage);
    }
  }
  showImages();
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const whole = rest.split(/\r?\n\r?\n/);
    rest = whole.pop();
    for (const event of whole) {
      const data = event.split(/\r?\n/).filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim()).join("\n");
      if (data && data !== "[DONE]") yield JSON.parse(data);
    }
  }
}

// The gateway's own words, or the console's.
async function refusal(answer) {
  const text = (await answer.text()).trim();
  try {
    return JSON.parse(text).error.message;
  } catch {
    return text.slice(0, 400) || form.dataset.failed;
  }
}

async function cost(id, note) {
  if (!id) return;
  for (let i = 0; i < COST_TRIES; i++) {
    await pause(500 + 250 * i);
    const answer = await fetch(form.dataset.cost.replace("ID", encodeURIComponent(id)), { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok) {
      note.textContent = (await answer.text()).trim();
      return;
    }
    if (answer && answer.status !== 404) return;
  }
}

function busy(is) {
  part("send").hidden = is;
  part("stop").hidden = !is;
  if (is) part("stop").focus();
  else part("message").focus();
}

async function ask(body, shown, note) {
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    signal: running.signal,
    headers: { "x-form-token": field("form_token").value, "HX-Request": "true" },
  });
  if (answer.headers.get("HX-Redirect")) {
    location.assign(answer.headers.get("HX-Redirect"));
    return "";
  }
  if (!answer.ok) throw new Error(await refusal(answer));
  const id = answer.headers.get("x-playground-request");
  try {
    for await (const event of events(answer.body)) {
      if (event.error) throw new Error(event.error.message);
      shown.text.append(event.choices?.[0]?.delta?.content ?? "");
      atEnd();
    }
  } finally {
    cost(id, note);
  }
}

async function send() {
  const text = part("message").value.trim();
  if (running || (!text && !images.length)) return;
  wrong();
  if (images.length && !field("model").selectedOptions[0].hasAttribute("data-vision")) return wrong(form.dataset.noVision);
  const content = images.length
    ? [...(text ? [{ type: "text", text }] : []), ...images.map((url) => ({ type: "image_url", image_url: { url } }))]
    : text;
  const next = [...talk, { role: "user", content }];
  const asked = request(next);
  const body = new URLSearchParams({ request: JSON.stringify(asked) }).toString();
  if (body.length > BODY_MAX) return wrong(form.dataset.tooLong);
  talk = next;
  const mine = say(form.dataset.you, "user");
  mine.text.textContent = text;
  mine.text.append(...images.map(picture));
  part("message").value = "";
  images = [];
  showImages();
  const shown = say(asked.model, "model");
  const note = make("p", "tg-cost");
  shown.box.append(note);
  shown.box.classList.add("tg-waits");
  atEnd();
  running = new AbortController();
  busy(true);
  try {
    await ask(new URLSearchParams(body), shown, note);
  } catch (failure) {
    const stopped = failure.name === "AbortError";
    const why = failure instanceof TypeError ? form.dataset.failed : failure.message;
    shown.box.insertBefore(make("p", stopped ? "tg-soft" : "tg-error", stopped ? form.dataset.stopped : why), note);
  }
  shown.box.classList.remove("tg-waits");
  // What was not answered is not asked again with the next message.
  talk = shown.text.textContent ? [...talk, { role: "assistant", content: shown.text.textContent }] : talk.slice(0, -1);
  running = null;
  busy(false);
  atEnd();
}

function clear() {
  running?.abort();
  talk = [];
  images = [];
  showImages();
  wrong();
  for (const said of part("log").querySelectorAll("article")) said.remove();
  part("empty").hidden = false;
  part("message").focus();
}

function code() {
  const draft = part("message").value.trim() || (talk.length ? "" : "Hello");
  const whole = samples(form.dataset.api, request(draft ? [...talk, { role: "user", content: draft }] : talk));
  for (const [name, text] of Object.entries(whole)) part(`c-${name}`).textContent = text;
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    send();
  });
  part("message").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  });
  part("stop").addEventListener("click", () => running?.abort());
  part("clear").addEventListener("click", clear);
  part("show-code").addEventListener("click", code);
  part("image").addEventListener("change", async (event) => {
    await attach([...event.target.files]);
    event.target.value = "";
  });
  part("message").addEventListener("paste", (event) => attach([...event.clipboardData.files]));
  if (matchMedia(NARROW).matches) part("knobs").open = false;
}
