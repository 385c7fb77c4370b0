// New thoughts are announced under the heading and shown when the reader wants them; nothing moves by itself.
// Asked for less and less often, only while the page is seen, and without a cookie: the answer is the same for everybody.

const FIRST = 20_000;
const LONGEST = 300_000;
const GROWTH = 1.5;
const LEVELS = 3;
const PAGE = 20;
const line = document.querySelector("[data-news]");
let wait = FIRST;
let timer = 0;

if (line) {
  document.addEventListener("visibilitychange", () => { wait = FIRST; plan(); });
  plan();
}

function plan() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(ask, wait);
}

async function ask() {
  wait = Math.min(wait * GROWTH, LONGEST);
  const since = line.dataset.since;
  try {
    const answer = await fetch(`${line.dataset.news}news.json?since=${since}`, { credentials: "omit" });
    if (answer.status === 404 || answer.status === 410) return;
    if (answer.ok && since === line.dataset.since) announce(await answer.json());
  } catch {
    // Offline, or the site restarts: asked again later.
  }
  plan();
}

function announce({ count, more, newest }) {
  if (!count || document.getElementById(`thought-${newest}`)) return;
  const says = `${count}${more ? "+" : ""} new thought${count === 1 ? "" : "s"}.`;
  if (line.firstChild?.textContent === says) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "act";
  button.textContent = count === 1 ? "Show it" : "Show them";
  button.addEventListener("click", () => show(button, count));
  const words = document.createElement("span");
  words.textContent = says;
  line.replaceChildren(words, button);
}

async function show(button, count) {
  const since = line.dataset.since;
  button.setAttribute("aria-busy", "true");
  try {
    if (count > PAGE) throw new Error("more than fit");
    const answer = await fetch(`${line.dataset.news}?since=${since}&part=1`);
    if (!answer.ok) throw new Error(answer.statusText);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    place([...holder.content.children], answer.headers.get("X-Newest"));
  } catch {
    location.assign(`${line.dataset.news}?since=${since}`);
  }
}

// The newest come first; placed from the oldest on, so that each finds what it answers.
function place(items, newest) {
  const thread = document.querySelector(".thread");
  let first = null;
  let added = 0;
  for (const item of items.reverse()) {
    if (document.getElementById(`thought-${item.dataset.thought}`)) continue;
    const answered = item.dataset.answers && thread.querySelector(`li[data-thought="${item.dataset.answers}"]`);
    const list = answered && below(answered);
    if (list) list.append(item);
    else thread.prepend(item);
    // Below what it answers it need not say so.
    if (list && list !== answered.parentElement) item.querySelector(".answers")?.remove();
    first = item;
    added += 1;
  }
  if (newest) line.dataset.since = newest;
  line.replaceChildren();
  const total = document.querySelector("[data-thoughts]");
  if (total) total.textContent = Number(total.textContent) + added;
  const shown = first?.querySelector(".thought");
  if (!shown) return;
  shown.tabIndex = -1;
  shown.focus();
}

// The list of replies that a reply to this one joins: three levels, deeper ones join the third.
function below(item) {
  let level = 1;
  for (let list = item.parentElement; list.matches(".replies"); list = list.parentElement.parentElement) level += 1;
  if (level >= LEVELS) return item.parentElement;
  let list = item.querySelector(":scope > .replies");
  if (!list) {
    list = document.createElement("ol");
    list.className = "replies";
    item.append(list);
  }
  return list;
}
