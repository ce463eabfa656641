// New requests as they come in: rows are made by the server. A stream that breaks is opened again from where it was.
const box = document.getElementById("live");
const bar = box.querySelector(".tg-livebar");
const rows = document.getElementById("live-rows");
const state = document.getElementById("live-state");
const pause = document.getElementById("live-pause");
const waitingLabel = document.getElementById("live-waiting");
const ROWS_MAX = 200;
const SILENCE_MS = 45_000;
const WAIT_MAX_MS = 30_000;
const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium" });

let source;
let last = "";
let wait = 1_000;
let retry;
let silence;
let paused = false;
let waiting = [];

function tell(what) {
  bar.dataset.state = what;
  state.textContent = paused ? box.dataset.paused : box.dataset[what];
}

function show(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const row = holder.content.firstElementChild;
  if (document.getElementById(row.id)) return;
  for (const one of row.querySelectorAll("time[datetime]")) {
    one.title = one.textContent;
    one.textContent = time.format(new Date(one.dateTime));
  }
  row.classList.add("tg-fresh");
  rows.prepend(row);
  document.getElementById("live-none")?.remove();
  while (rows.rows.length > ROWS_MAX) rows.rows[rows.rows.length - 1].remove();
}

function heard() {
  clearTimeout(silence);
  silence = setTimeout(again, SILENCE_MS);
}

function again() {
  source.close();
  clearTimeout(silence);
  clearTimeout(retry);
  tell("lost");
  retry = setTimeout(open, wait);
  wait = Math.min(wait * 2, WAIT_MAX_MS);
}

function open() {
  const address = new URL(box.dataset.events, location.href);
  if (last) address.searchParams.set("last_event_id", last);
  source = new EventSource(address);
  heard();
  source.addEventListener("open", () => {
    wait = 1_000;
    heard();
    tell("open");
  });
  source.addEventListener("beat", heard);
  source.addEventListener("usage_record", (event) => {
    heard();
    last = event.lastEventId;
    if (!paused) return show(event.data);
    waiting.push(event.data);
    if (waiting.length > ROWS_MAX) waiting.shift();
    waitingLabel.textContent = `+${waiting.length}`;
  });
  source.addEventListener("skipped", () => {
    heard();
    waitingLabel.textContent = box.dataset.skipped;
  });
  source.addEventListener("end", (event) => {
    if (JSON.parse(event.data).reason !== "revoked") return again();
    source.close();
    clearTimeout(silence);
    tell("revoked");
  });
  source.addEventListener("error", again);
}

pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? pause.dataset.resume : pause.dataset.pause;
  if (!paused) {
    waiting.forEach(show);
    waiting = [];
    waitingLabel.textContent = "";
  }
  tell(bar.dataset.state);
});

addEventListener("pagehide", () => source.close());
addEventListener("pageshow", (event) => event.persisted && open());
tell("opening");
open();
