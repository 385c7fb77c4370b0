// Writing a thought: shows how much room is left, keeps what is typed on this device until it is posted, and posts it
// without leaving the page. Where any of that fails the form goes its own way, and what was typed is still there.

import { newKey, say } from "./saying.js";

const FORM = "form[data-composer]";
const NEAR = 500;
const PATIENCE = 20000;
const AWAY = "The connection dropped. Your text is still here; try again.";
const FAULT = "It could not be posted just now. Your text is still here, and kept on this device; try again in a minute.";

for (const form of document.querySelectorAll(FORM)) open(form);
document.addEventListener("input", (event) => {
  const form = event.target.closest(FORM);
  if (form && event.target === box(form)) { keep(form); count(form); }
});

function box(form) { return form.elements.body; }

export function open(form) {
  const left = document.createElement("p");
  left.className = "hint composer-left";
  left.setAttribute("aria-live", "polite");
  box(form).after(left);
  restore(form);
  // Typed while this script was on its way.
  if (box(form).value !== box(form).defaultValue) keep(form);
  count(form);
}

// Said only when it matters: a number that changes with each letter is noise.
function count(form) {
  const limit = Number(box(form).dataset.limit);
  const room = limit - [...box(form).value].length;
  const left = form.querySelector(".composer-left");
  left.toggleAttribute("data-over", room < 0);
  const number = Math.abs(room).toLocaleString("en");
  left.textContent = room < 0 ? `${number} characters too many` : room < NEAR ? `${number} characters left` : "";
}

// The draft: under its reader, its article and what it answers, so that nobody finds another's.

function name(form) {
  return ["thought", form.dataset.reader, new URL(form.action).pathname, form.elements.parent?.value ?? ""].join(":");
}

function keep(form, sent = false) {
  const text = box(form).value;
  try {
    if (text.trim()) localStorage.setItem(name(form), JSON.stringify({ text, sent }));
    else localStorage.removeItem(name(form));
  } catch { /* A browser that keeps nothing: the form itself still holds the text. */ }
}

function forget(form) {
  try { localStorage.removeItem(name(form)); } catch { /* As above. */ }
}

function restore(form) {
  try {
    const kept = JSON.parse(localStorage.getItem(name(form)) ?? "null");
    // Sent by the form itself, and the page that came says that all is well.
    if (kept?.sent && document.querySelector(".notices .notice--ok")) forget(form);
    else if (kept && !box(form).value) box(form).value = kept.text;
  } catch { /* As above. */ }
}

// Posting.

export async function post(form) {
  if (form.getAttribute("aria-busy") === "true") return;
  keep(form);
  busy(form, true);
  const answer = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  const facts = await answer?.json().catch(() => null);
  busy(form, false);
  if (answer?.status === 201) return posted(form, facts);
  if (facts?.sign_in) return location.assign(facts.sign_in);
  // A form that grew too old: the page that answers it holds the text and a new form.
  if (answer?.status === 403 && !facts) { keep(form, true); return form.submit(); }
  refuse(form, facts?.error ?? (answer ? FAULT : AWAY));
}

function busy(form, is) {
  const button = form.querySelector("button.btn");
  form.setAttribute("aria-busy", is);
  button.setAttribute("aria-busy", is);
  button.dataset.word ??= button.textContent;
  button.textContent = is ? "Posting…" : button.dataset.word;
  if (is) form.querySelector("[role=alert]")?.remove();
}

function refuse(form, reason) {
  const notice = document.createElement("div");
  notice.className = "notice notice--bad";
  notice.setAttribute("role", "alert");
  const words = document.createElement("div");
  const what = document.createElement("b");
  what.textContent = "Your thought was not posted.";
  words.append(what, ` ${reason}`);
  notice.append(words);
  box(form).closest(".field").before(notice);
  box(form).setAttribute("aria-invalid", "true");
  box(form).focus();
}

async function posted(form, facts) {
  forget(form);
  const html = await fetch(facts.address, { signal: AbortSignal.timeout(PATIENCE) })
    .then((page) => (page.ok ? page.text() : ""), () => "");
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(`thought-${facts.ref}`);
  if (!fresh) return location.assign(facts.address);
  graft(fresh.closest("li"), form);
  close(form);
  say(facts.says);
  const thought = document.getElementById(`thought-${facts.ref}`);
  thought.tabIndex = -1;
  thought.focus();
}

// Into the place that it has on the fetched page: after the neighbour before it, below what it answers, or at the head.
function graft(item, form) {
  const here = (li) => li && document.querySelector(`#thoughts li[data-thought="${li.dataset.thought}"]`);
  for (let before = item.previousElementSibling; before; before = before.previousElementSibling) {
    if (here(before)) return here(before).after(document.adoptNode(item));
  }
  const answered = here(item.parentElement.closest("li[data-thought]"));
  list(answered, form).prepend(document.adoptNode(item));
}

function list(answered, form) {
  const name = answered ? "replies" : "thread";
  const found = answered ? answered.querySelector(":scope > ol.replies") : document.querySelector("#thoughts ol.thread");
  if (found) return found;
  const made = Object.assign(document.createElement("ol"), { className: name });
  if (answered) answered.append(made);
  else form.after(made);
  return made;
}

function close(form) {
  if (form.id !== "composer") return form.remove();
  form.reset();
  box(form).value = "";
  box(form).removeAttribute("aria-invalid");
  form.elements.idempotency_key.value = newKey();
  for (const field of ["parent", "about"]) form.elements[field]?.remove();
  form.querySelectorAll(".quoted, :scope > .hint").forEach((part) => part.remove());
  count(form);
}
