// What a signed-in reader does in a discussion: respect, mute, answer and post without leaving the page. Each has a script
// that is fetched when it is first wanted; where that fails, the link or the form goes its own way as without script.

const FORM = "form[data-composer]";
const thoughts = document.getElementById("thoughts");
const first = document.querySelector(FORM);
const composer = () => import("./composer.js");

if (thoughts) {
  upgrade();
  // Thoughts that come later, from whatever script.
  new MutationObserver(upgrade).observe(thoughts, { childList: true, subtree: true });
}
if (first && isKept(first)) composer().catch(() => {});

document.addEventListener("focusin", (event) => {
  if (event.target.closest(FORM)) composer().catch(() => {});
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest(FORM);
  if (!form) return;
  event.preventDefault();
  composer().then(({ post }) => post(form), () => form.submit());
});

document.addEventListener("click", (event) => {
  const act = event.target.closest(".thought [data-act]");
  if (!act || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const done = begin(act, act.dataset.act);
  if (!done) return;
  event.preventDefault();
  done.catch(() => location.assign(act.dataset.address ?? act.href));
});

function begin(act, name) {
  if (name === "respect") return import("./acts.js").then(({ respect }) => respect(act));
  if (name === "mute" && act.textContent.trim().startsWith("Mute")) return import("./acts.js").then(({ mute }) => mute(act));
  if (name === "reply" && first) return import("./reply.js").then(({ answer }) => answer(act));
  return null;
}

// Something was typed here before and not posted: see composer.js.
function isKept(form) {
  try {
    const name = `thought:${form.dataset.reader}:${new URL(form.action).pathname}:${form.elements.parent?.value ?? ""}`;
    return localStorage.getItem(name) !== null;
  } catch { return false; }
}

// A link that acts in place is a button.
function upgrade() {
  for (const link of thoughts.querySelectorAll("a[data-act=respect]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "act";
    button.dataset.act = "respect";
    button.dataset.address = link.getAttribute("href");
    button.setAttribute("aria-pressed", link.classList.contains("act--on"));
    button.append(...link.childNodes);
    for (const node of button.childNodes) if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace("Respected", "Respect");
    link.replaceWith(button);
  }
}
