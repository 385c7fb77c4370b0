// The moderation queue: decisions without a reload, keys while a thought has the focus, a count that keeps up.
const form = document.getElementById("queue");
const said = document.getElementById("queue-said");
const now = document.getElementById("queue-now");
const EVERY = 20000;
const KEYS = {a: "approve", p: "pick", r: "remove"};

const cards = () => [...form.querySelectorAll(".mod")];
const free = (card) => !card.classList.contains("mod--away");
const say = (text) => { said.textContent = text; };

function focus(card) {
  card?.focus();
  card?.scrollIntoView({block: "nearest"});
}

function step(card, by) {
  const all = cards();
  focus(all[Math.min(Math.max(all.indexOf(card) + by, 0), all.length - 1)]);
}

function count() {
  const chosen = form.querySelectorAll("[name=ids]:checked").length;
  const label = document.getElementById("selected");
  if (label) label.textContent = chosen ? `${chosen} selected` : "";
}

form.addEventListener("change", (event) => {
  if (event.target.id === "all-on-page") {
    for (const box of form.querySelectorAll("[name=ids]:not(:disabled)")) box.checked = event.target.checked;
  }
  count();
});

form.addEventListener("keydown", (event) => {
  const card = event.target.closest(".mod");
  if (!card || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, select, [type=text]")) return;
  if (event.key === "j" || event.key === "k") step(card, event.key === "j" ? 1 : -1);
  else if (!free(card)) return;
  else if (event.key in KEYS) card.querySelector(`[value^="${KEYS[event.key]}-"]`)?.click();
  else if (event.key === "x") card.querySelector("[name=ids]").click();
  else if (event.key === "e") { card.querySelector("details").open = true; card.querySelector("textarea").focus(); }
  else if (/^[1-9]$/.test(event.key)) choose(card, event.key);
  else return;
  event.preventDefault();
});

function choose(card, key) {
  const select = card.querySelector("select");
  const option = [...select.options].find((one) => one.text.startsWith(`${key}. `));
  if (option) { select.value = option.value; say(`Rule ${option.text}`); }
}

// Out of a field back to its thought, so that the keys work again.
form.addEventListener("keydown", (event) => { if (event.key === "Escape") focus(event.target.closest(".mod")); });

form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button?.value) return;
  event.preventDefault();
  if (button.getAttribute("aria-busy") === "true") return;
  const place = cards().indexOf(button.closest(".mod"));
  button.setAttribute("aria-busy", "true");
  const data = new FormData(form);
  data.set(button.name, button.value);
  const answer = await fetch(location.href, {method: "POST", body: data}).catch(() => null);
  button.removeAttribute("aria-busy");
  const page = answer && [200, 409].includes(answer.status) && new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page?.getElementById("queue")) {
    say("It was not saved. Check your connection and press the button again.");
    return;
  }
  put(page);
  focus(cards()[Math.min(Math.max(place, 0), cards().length - 1)] ?? form);
});

// What is typed at other thoughts stays: only what was decided goes, and what is new comes below.
function put(page) {
  const fresh = new Map([...page.querySelectorAll(".mod")].map((card) => [card.id, card]));
  for (const card of cards()) {
    const other = fresh.get(card.id);
    const refused = other?.querySelector("[role=alert]");
    if (!other) card.remove();
    else if (refused) card.replaceWith(other);
    fresh.delete(card.id);
  }
  const list = form.querySelector(".mods");
  if (list) list.append(...fresh.values());
  if (!cards().length) form.replaceChildren(...page.getElementById("queue").childNodes);
  now.innerHTML = page.getElementById("queue-now").innerHTML;
  document.querySelector(".queue-tabs").innerHTML = page.querySelector(".queue-tabs").innerHTML;
  say([...page.querySelectorAll(".messagelist li, .mod [role=alert]")].map((line) => line.textContent.trim()).join(" "));
  const all = document.getElementById("all-on-page");
  if (all) all.checked = false;
  count();
}

async function look() {
  setTimeout(look, EVERY);
  if (document.hidden) return;
  const mine = cards().filter(free).map((card) => card.id.slice(4)).join(",");
  const answer = await fetch(`${now.dataset.address}?mine=${mine}`, {redirect: "manual"}).catch(() => null);
  if (answer?.status !== 200) return;
  const {review, waiting, reported, oldest} = await answer.json();
  const bold = (text) => Object.assign(document.createElement("b"), {textContent: text});
  now.replaceChildren(bold(review), " to review", ...(oldest ? [", oldest ", bold(oldest)] : []));
  for (const [tab, label] of Object.entries({review: `To review ${review}`, waiting: `Waiting ${waiting}`, reported: `Reported ${reported}`})) {
    document.querySelector(`[data-tab=${tab}]`).textContent = label;
  }
}
setTimeout(look, EVERY);
