// What a sentence rests on, shown beside it: fetched when a reader opens a marker and never before.
// Where anything is missing or fails, the marker stays the link that it is.

const PATIENCE = 8000;
const GAP = 8;
const body = document.querySelector(".article .prose");
let opened = null;
let pressedWhileOpen = null;
let asking = null;

if (body && "popover" in HTMLElement.prototype) {
  const card = document.createElement("div");
  card.id = "evidence-card";
  card.className = "evidence-card";
  card.popover = "auto";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "evidence-card-title");
  document.body.append(card);
  for (const marker of markers()) marker.setAttribute("aria-haspopup", "dialog");

  // A press outside closes the card before the click arrives: a click on the same marker is then meant to close it.
  document.addEventListener("pointerdown", () => { pressedWhileOpen = opened; }, true);
  body.addEventListener("click", (event) => {
    const marker = event.target.closest("a.marker[data-sentence]");
    if (!marker || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const again = pressedWhileOpen === marker && event.detail > 0;
    pressedWhileOpen = null;
    if (!again) open(card, marker);
  });
  card.addEventListener("toggle", (event) => {
    if (event.newState === "open" || !opened) return;
    const marker = opened;
    opened = null;
    marker.removeAttribute("aria-expanded");
    const lost = document.activeElement === document.body || card.contains(document.activeElement);
    if (lost) marker.focus({ preventScroll: true });
  });
  card.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !card.contains(event.relatedTarget)) card.hidePopover();
  });
}

function markers() {
  return body.querySelectorAll("a.marker[data-sentence]");
}

async function open(card, marker) {
  asking?.abort();
  const mine = asking = new AbortController();
  const late = setTimeout(() => mine.abort("late"), PATIENCE);
  marker.setAttribute("aria-busy", "true");
  try {
    const address = `${location.pathname}evidence/${marker.dataset.sentence}/?part=1`;
    const answer = await fetch(address, { signal: mine.signal, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(answer.statusText);
    show(card, marker, await answer.text());
  } catch {
    if (asking === mine) location.assign(marker.href);
  } finally {
    clearTimeout(late);
    marker.removeAttribute("aria-busy");
  }
}

function show(card, marker, html) {
  card.innerHTML = html;
  opened?.removeAttribute("aria-expanded");
  opened = marker;
  marker.setAttribute("aria-expanded", "true");
  if (!card.matches(":popover-open")) card.showPopover();
  card.scrollTop = 0;
  place(card, marker);
  card.focus({ preventScroll: true });
}

// Under the sentence, or above it where it does not fit below; never over it. On a small screen the stylesheet puts the
// card at the lower edge. Where there is no room at all, the page moves up until the sentence's end is seen.
function place(card, marker) {
  const at = marker.getBoundingClientRect();
  const sentence = document.getElementById(`s-${marker.dataset.sentence}`).getBoundingClientRect();
  const end = Math.max(at.bottom, sentence.bottom) + GAP;
  let missing = end - card.getBoundingClientRect().top;
  if (getComputedStyle(card).position !== "fixed") {
    missing = end + card.offsetHeight + GAP - innerHeight;
    const above = sentence.top - GAP - card.offsetHeight;
    const top = missing > 0 && above >= 0 ? above : end;
    if (top === above) missing = 0;
    const room = document.documentElement.clientWidth - card.offsetWidth - GAP;
    card.style.setProperty("--x", `${Math.max(GAP, Math.min(at.left - GAP, room)) + scrollX}px`);
    card.style.setProperty("--y", `${top + scrollY}px`);
  }
  if (missing > 0) scrollBy({ top: missing, behavior: "instant" });
}
