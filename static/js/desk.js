// Keeps the working copy while the editor writes, and says in words whether it is kept. Without it the button saves.
const PAUSE = 1500, AGAIN = 15000, PATIENCE = 20000;
const state = document.getElementById("desk-state");
const form = state?.closest("form");
const address = state?.dataset.autosave;
const token = "csrfmiddlewaretoken";
// The article's own fields; sources, byline and pictures wait for the button.
const plain = (name) => name && !name.includes("-") && !name.startsWith("_");
let timer = 0, running = null, changed = false, stopped = false;

const say = (words) => { state.textContent = words; };
const time = () => new Date().toLocaleTimeString("en-GB", {hour: "2-digit", minute: "2-digit"});

function later(wait) {
  clearTimeout(timer);
  timer = stopped ? 0 : setTimeout(save, wait);
}

function hold() {
  clearTimeout(timer);
  timer = 0;
}

async function save() {
  hold();
  while (running) await running;
  if (!changed || stopped) return;
  changed = false;
  running = send(true);
  await running;
  running = null;
  if (changed && !timer) later(PAUSE);
}

async function send(renewing) {
  const body = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && (plain(name) || name === token)) body.append(name, value);
  }
  let answer;
  try {
    answer = await fetch(address, {method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE)});
  } catch {
    changed = true;
    later(AGAIN);
    return say("Not saved: the site does not answer. Your text stays in this window, and is tried again.");
  }
  // Whoever signed in again elsewhere has a new token, and this form the old one.
  if (renewing && (answer.status === 403 || answer.type === "opaqueredirect") && await renew()) return send(false);
  if (answer.ok) return saved(await answer.json());
  // What was refused for what it says is tried again once it says something else.
  changed = answer.status !== 422;
  if (answer.status === 409 || answer.status === 422) {
    stopped = answer.status === 409;
    return say(`Not saved: ${(await answer.json()).problems.join(" ")}`);
  }
  later(AGAIN);
  if (answer.status >= 500) return say("Not saved: the site has a fault. Your text stays in this window, and is tried again.");
  say("Not saved: you are signed out. Sign in again in a second window; your text stays in this one.");
}

function saved({revision}) {
  form.elements.based_on.value = revision;
  say(`Saved ${time()}`);
  document.dispatchEvent(new CustomEvent("desk:saved"));
}

async function renew() {
  const page = await fetch(location.pathname, {redirect: "manual"}).catch(() => null);
  if (!page?.ok) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector(`#article_form [name=${token}]`);
  if (!fresh) return false;
  document.querySelectorAll(`[name=${token}]`).forEach((field) => { field.value = fresh.value; });
  return true;
}

if (form && address) {
  form.addEventListener("input", ({target}) => {
    if (!plain(target.name)) return;
    changed = true;
    later(PAUSE);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) save(); });
  // The button must not overtake a save that is on its way: it would meet its own text as somebody else's.
  form.addEventListener("submit", async (event) => {
    hold();
    if (!running) return;
    event.preventDefault();
    await running;
    hold();
    form.requestSubmit(event.submitter);
  });
}
