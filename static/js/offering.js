// The offer to share a thought on the sentence of which words are selected; loaded with the first selection.

const SETTLED = 250;
const GAP = 8;
const prose = document.querySelector(".article .prose");
const place = prose.closest("article");
let offer = null;
let timer = 0;

document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(look, SETTLED);
});
look();

function look() {
  const chosen = getSelection();
  const range = chosen.rangeCount && !chosen.isCollapsed && chosen.toString().trim() ? chosen.getRangeAt(0) : null;
  const sentence = range && prose.contains(range.commonAncestorContainer) && sentenceIn(range);
  if (sentence) show(range, sentence);
  else offer?.remove();
}

// The first of which words are selected: a selection may begin or end at the bare edge of another.
function sentenceIn(range) {
  return [...prose.querySelectorAll('span[id^="s-"]')].find((span) => {
    if (!range.intersectsNode(span)) return false;
    const part = document.createRange();
    part.selectNodeContents(span);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
    return part.toString().trim();
  });
}

function show(range, sentence) {
  offer ??= made();
  offer.href = `?about=${sentence.id.slice(2)}#composer`;
  if (!offer.isConnected) place.append(offer);
  const lines = range.getClientRects();
  const last = lines[lines.length - 1];
  const room = document.documentElement.clientWidth - offer.offsetWidth - GAP;
  offer.style.setProperty("--x", `${Math.max(GAP, Math.min(last.left, room)) + scrollX}px`);
  offer.style.setProperty("--y", `${last.bottom + GAP + scrollY}px`);
}

function made() {
  const link = Object.assign(document.createElement("a"), {
    className: "btn offer", rel: "nofollow", textContent: "Share a thought on this sentence",
  });
  // A press would take the selection away, and with it what is pressed.
  link.addEventListener("pointerdown", (event) => event.preventDefault());
  link.addEventListener("mousedown", (event) => event.preventDefault());
  return link;
}
