// What a screen reader is told when something was done in place; and the name under which a form is sent only once.

export function say(words) {
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

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
