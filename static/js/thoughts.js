// New thoughts are announced under the heading and shown when the reader wants them; nothing moves by itself.
// Asked for less and less often, only while the page is seen, and without a cookie: the answer is the same for everybody.

const FIRST = 20_000;
const LONGEST = 300_000;
const GROWTH = 1.5;
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
  button.addEventListener("click", () => {
    button.setAttribute("aria-busy", "true");
    import("./placing.js").then(({ show }) => show(line, count))
      .catch(() => location.assign(`${line.dataset.news}?since=${line.dataset.since}`));
  });
  const words = document.createElement("span");
  words.textContent = says;
  line.replaceChildren(words, button);
}
