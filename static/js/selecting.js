// Whoever selects words of the article is offered to share a thought on their sentence. Without this script the same link
// stands on the sentence's own page, behind its marker.

if (document.querySelector(".article .prose")) {
  document.addEventListener("selectionchange", () => import("./offering.js"), { once: true });
}
