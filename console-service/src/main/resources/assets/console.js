// What HTML alone cannot: dialogs, copying, local times, toasts, choices that send their form. Without it all works, too.
const toasts = () => document.getElementById("toasts");

function toast(text, bad = false) {
  const box = document.createElement("div");
  box.className = bad ? "tg-toast tg-toast-bad" : "tg-toast";
  box.textContent = text;
  toasts().append(box);
  setTimeout(() => box.remove(), bad ? 9000 : 4000);
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard without https: selected, it is one key away.
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
    return;
  }
  toast(document.body.dataset.copied);
}

const absolute = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([title])")) {
    time.title = time.textContent;
    time.textContent = absolute.format(new Date(time.dateTime));
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
    return;
  }
  const closer = event.target.closest("[data-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
    return;
  }
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier);
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[open][data-menu], .tg-burger[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A form is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

document.addEventListener("htmx:load", (event) => localise(event.target));
document.addEventListener("htmx:responseError", (event) => toast(event.detail.xhr.responseText.trim().slice(0, 300), true));
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.offline, true));

localise(document);
for (const told of document.querySelectorAll("[data-toast]")) setTimeout(() => told.remove(), 6000);
for (const dialog of document.querySelectorAll("dialog[data-open]")) dialog.showModal();
