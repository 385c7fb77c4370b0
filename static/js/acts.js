// Respect in place, and muting with a way back. Without this script each is a link to a small page with one button.
import { say } from "./saying.js";

const PATIENCE = 8000;
const thoughts = document.getElementById("thoughts");
const token = document.querySelector("#composer [name=csrfmiddlewaretoken]")?.value
  ?? document.getElementById("composer")?.dataset.token;

async function send(address, name, value) {
  const answer = await fetch(address, {
    method: "POST",
    body: new URLSearchParams({ [name]: value, csrfmiddlewaretoken: token }),
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  return answer?.json().catch(() => null);
}

export async function respect(button) {
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

export async function mute(link) {
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
