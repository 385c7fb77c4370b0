// Answering opens a composer below the thought. Without this script the link leads to the composer above.
import { open as prepare } from "./composer.js";
import { newKey } from "./saying.js";

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.("form.composer--reply");
  if (form) shut(form);
});

export function answer(link) {
  const ref = new URL(link.href).searchParams.get("reply");
  (document.getElementById(`composer-${ref}`) ?? open(link, ref)).elements.body.focus();
}

function open(link, ref) {
  const form = document.querySelector("form#composer").cloneNode(true);
  form.id = `composer-${ref}`;
  form.classList.add("composer--reply");
  form.removeAttribute("aria-busy");
  form.querySelectorAll("[role=alert], .composer-left, .quoted, :scope > .hint, [name=about], [name=parent]")
    .forEach((part) => part.remove());
  const thought = link.closest(".thought");
  const parent = Object.assign(document.createElement("input"), { type: "hidden", name: "parent", value: ref });
  form.prepend(parent);
  form.elements.idempotency_key.value = newKey();
  rename(form, ref, thought.querySelector("header b")?.textContent ?? "this thought");
  const cancel = document.createElement("button");
  Object.assign(cancel, { type: "button", className: "btn--link", textContent: "Cancel" });
  cancel.addEventListener("click", () => shut(form));
  form.querySelector(".row .btn").after(cancel);
  thought.append(form);
  prepare(form);
  return form;
}

function rename(form, ref, who) {
  const box = form.elements.body;
  const hint = form.querySelector("#say-hint");
  box.id = `say-${ref}`;
  box.value = box.defaultValue = "";
  box.removeAttribute("aria-invalid");
  box.setAttribute("aria-describedby", (hint.id = `say-hint-${ref}`));
  const label = form.querySelector(".field > label");
  label.htmlFor = box.id;
  label.textContent = `Your answer to ${who}`;
}

// What was typed stays on this device, for when the answer is opened again.
function shut(form) {
  const link = form.closest(".thought").querySelector('a[href*="?reply="]');
  form.remove();
  link?.focus();
}
