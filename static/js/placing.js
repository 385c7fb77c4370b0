// Puts new thoughts into their places in the discussion, once a reader asked to see them. Fails where they do not fit.

const LEVELS = 3;
const PAGE = 20;

export async function show(line, count) {
  if (count > PAGE) throw new Error("more than fit");
  const answer = await fetch(`${line.dataset.news}?since=${line.dataset.since}&part=1`);
  if (!answer.ok) throw new Error(answer.statusText);
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  place(line, [...holder.content.children], answer.headers.get("X-Newest"));
}

// The newest come first; placed from the oldest on, so that each finds what it answers.
function place(line, items, newest) {
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
