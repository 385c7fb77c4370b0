// Shows an article's jobs as they go on, for as long as one of them may still change by itself.
const EVERY = 2000, WHEN_AWAY = 15000;
const panel = () => document.getElementById("progress");
const said = document.getElementById("progress-said");
const words = (of) => [...of.querySelectorAll(".job-line")].map((line) => line.textContent.trim().replace(/\s+/g, " "));
let timer = 0;

async function look() {
  clearTimeout(timer);
  if (!panel() || !("open" in panel().dataset)) return;
  const html = document.hidden ? "" : await fetched(panel().dataset.address);
  if (html) put(new DOMParser().parseFromString(html, "text/html").getElementById("progress"));
  clearTimeout(timer);
  timer = setTimeout(look, html ? EVERY : WHEN_AWAY);
}

async function fetched(address) {
  // A redirect means that the session is over: a sign-in page is no panel.
  const answer = await fetch(address, {redirect: "manual"}).catch(() => null);
  return answer?.status === 200 ? answer.text() : "";
}

function put(fresh) {
  const old = panel();
  // Nothing is moved under the hand of somebody who is about to press a button.
  if (!fresh || old.outerHTML === fresh.outerHTML || old.contains(document.activeElement)) return;
  const before = words(old);
  old.replaceWith(fresh);
  if (said) said.textContent = words(fresh).filter((line) => !before.includes(line)).join(", ");
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
document.addEventListener("desk:saved", () => { if (panel()) { panel().dataset.open = ""; look(); } });
look();
