// Respect in place, and muting with a way back. Without this script each is a link to a small page with one button.

const PATIENCE = 8000;
const thoughts = document.getElementById("thoughts");
const token = document.querySelector("#composer [name=csrfmiddlewaretoken]")?.value
  ?? document.getElementById("composer")?.dataset.token;

if (thoughts && token) {
  upgrade();
  // Thoughts that come later, from whatever script.
  new MutationObserver(upgrade).observe(thoughts, { childList: true, subtree: true });
  thoughts.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act=respect]");
    if (button) respect(button);
    const link = event.target.closest("a[data-act=mute]");
    const plain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && link.textContent.trim().startsWith("Mute")) { event.preventDefault(); mute(link); }
  });
}

async function send(address, name, value) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams({ [name]: value, csrfmiddlewaretoken: token }),
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  return answer?.json().catch(() => null);
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

async function respect(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const give = button.getAttribute("aria-pressed") !== "true";
  const facts = await send(button.dataset.address, "respect", give ? "1" : "0");
  button.removeAttribute("aria-busy");
  if (facts?.respects === undefined) return location.assign(button.dataset.address);
  button.setAttribute("aria-pressed", facts.respected);
  let number = button.querySelector(".num");
  if (!number) {
    number = document.createElement("span");
    number.className = "num";
    button.querySelector(".sr").before(number, "");
  }
  number.textContent = facts.respects || "";
  say(facts.respected ? "Respected." : "Respect taken back.");
}

async function mute(link) {
  const address = link.getAttribute("href");
  const facts = await send(address, "mute", "1");
  if (!facts?.muted) return location.assign(address);
  const thought = link.closest(".thought");
  const who = thought.querySelector("header b a")?.getAttribute("href");
  const hidden = [...thoughts.querySelectorAll(".thought")]
    .filter((one) => one.querySelector("header b a")?.getAttribute("href") === who);
  for (const one of hidden) one.hidden = true;
  const note = document.createElement("p");
  note.className = "gone act-says";
  note.tabIndex = -1;
  note.append(`${facts.says} `);
  const undo = Object.assign(document.createElement("button"), { type: "button", className: "btn--link", textContent: "Undo" });
  undo.addEventListener("click", async () => {
    const undone = await send(address, "mute", "0");
    if (!undone) return location.assign(address);
    for (const one of hidden) one.hidden = false;
    note.remove();
    link.focus();
    say(undone.says);
  });
  note.append(undo);
  thought.before(note);
  note.focus();
}

function say(words) {
  let said = document.getElementById("said");
  if (!said) {
    said = document.createElement("p");
    said.id = "said";
    said.className = "sr";
    said.setAttribute("role", "status");
    document.body.append(said);
  }
  said.textContent = words;
}
