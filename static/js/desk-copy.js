// Keeps what was typed in this window until the desk has it, so that a lost session or a closed lid loses nothing.
const form = document.getElementById("article_form");
const ADD = "/admin/articles/article/add/";
const own = `desk:${location.pathname}`;
const NOT_KEPT = new Set(["hidden", "file", "submit", "button", "password"]);
let timer = 0, beyond = false;

const fields = () => [...form.elements].filter((field) => field.name && !field.name.startsWith("_") && !NOT_KEPT.has(field.type) && field.name !== "override_reason");
const value = (field) => field.type === "checkbox" ? field.checked : field.value;
const WRITTEN = /^(headline|dek|body)$|-(text|note)$/;
const written = (field) => WRITTEN.test(field.name);
const plain = (text) => String(text ?? "").replace(/\s+/g, " ").trim();

function kept(key) {
  try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
}

function keep() {
  clearTimeout(timer);
  timer = 0;
  const copy = Object.fromEntries(fields().map((field) => [field.name, value(field)]));
  try { sessionStorage.setItem(own, JSON.stringify(copy)); } catch { /* A full store keeps the earlier copy. */ }
}

// Whether all that was typed is on this page, wherever: a source may have moved up by one.
function stands(copy) {
  const here = new Set(fields().filter(written).map((field) => plain(value(field))));
  return Object.entries(copy).filter(([name]) => WRITTEN.test(name)).every(([, text]) => !plain(text) || here.has(plain(text)));
}

function putBack(copy) {
  for (const [name, text] of Object.entries(copy)) {
    const group = /^(\w+)-\d+-/.exec(name)?.[1];
    if (group && !form.elements[name] && plain(text)) document.querySelector(`#${group}-group .add-row a`)?.click();
    const field = form.elements[name];
    if (!field || NOT_KEPT.has(field.type)) continue;
    if (field.type === "checkbox") field.checked = text; else field.value = text;
  }
  form.elements.headline.dispatchEvent(new Event("input", {bubbles: true}));
}

function offer(copy) {
  const box = document.createElement("div");
  box.className = "desk-kept";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = `This window still has text that is not in the saved article: “${plain(copy.headline || copy.body).slice(0, 80)}”.`;
  const acts = document.createElement("p");
  acts.className = "review-acts";
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quiet";
    made.textContent = label;
    made.addEventListener("click", () => { act(); box.remove(); form.elements.headline.focus(); });
    acts.append(made);
  };
  button("Put it back", () => putBack(copy));
  button("Throw it away", () => sessionStorage.removeItem(own));
  box.append(words, acts);
  form.prepend(box);
}

if (form) {
  const copy = kept(own), added = kept(`desk:${ADD}`);
  if (added && location.pathname !== ADD && stands(added)) sessionStorage.removeItem(`desk:${ADD}`);
  if (copy && stands(copy)) sessionStorage.removeItem(own);
  else if (copy) offer(copy);
  form.addEventListener("input", ({target}) => {
    beyond ||= target.name?.includes("-");
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  form.addEventListener("submit", keep);
  // What was autosaved needs no copy; the sources wait for the button.
  document.addEventListener("desk:saved", () => { if (!beyond && !timer) sessionStorage.removeItem(own); });
}
