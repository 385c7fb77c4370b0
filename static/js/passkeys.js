// Passkeys: the browser's own dialog in place of a password. What needs them waits in templates and comes out where
// they work; without script, or at an address that is no name, the page goes on without.

const BUSY = "Waiting for your passkey…";
const named = !/^[\d.]+$|^\[/.test(location.hostname);
const able = named && "PublicKeyCredential" in window;

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const offering = new AbortController();
const known = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

for (const template of document.querySelectorAll("template[data-passkey]")) {
  if ((template.dataset.passkey === "able") === able) template.replaceWith(template.content);
}
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    offering.abort();
    answer(form);
  });
  if (form.dataset.passkey === "show" && document.querySelector("input[autocomplete~=webauthn]")) offer(form).catch(() => {});
}

// The browser names the reader's passkeys where the address is typed; whoever chooses one there is signed in.
async function offer(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const options = (await asked(form)).publicKey;
  const credential = await shown(options, { mediation: "conditional", signal: offering.signal });
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

async function answer(form) {
  const button = form.querySelector("button");
  const problem = form.querySelector("[role=alert]");
  const words = button.innerHTML;
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  button.textContent = BUSY;
  problem.textContent = "";
  try {
    const options = (await asked(form)).publicKey;
    const credential = form.dataset.passkey === "make" ? await made(options) : await shown(options);
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch (error) {
    problem.textContent = reason(error);
    button.innerHTML = words;
    button.removeAttribute("aria-busy");
  }
}

// What the server wants answered: it stands in the page, or is fetched for a form that anybody may open.
async function asked(form) {
  const inside = document.getElementById("passkey-options");
  if (inside) {
    const data = JSON.parse(inside.textContent);
    return data.creation_options ?? data.request_options;
  }
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("no options");
  return (await response.json()).request_options;
}

// A passkey lies on the device and asks who holds it: so it counts as two factors, and signs in by itself.
async function made(options) {
  const choice = { ...options.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
      authenticatorSelection: choice,
    },
  });
  const { clientDataJSON, attestationObject } = credential.response;
  return plain(credential, { clientDataJSON: toText(clientDataJSON), attestationObject: toText(attestationObject) });
}

async function shown(options, how = {}) {
  const credential = await navigator.credentials.get({
    ...how,
    publicKey: { ...options, challenge: toBytes(options.challenge), allowCredentials: known(options.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return plain(credential, {
    clientDataJSON: toText(clientDataJSON),
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function plain(credential, response) {
  const { id, rawId, type, authenticatorAttachment } = credential;
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id, rawId: toText(rawId), type, authenticatorAttachment, response, clientExtensionResults };
}

function reason(error) {
  if (error.name === "InvalidStateError") return "This device holds a passkey of your account already.";
  if (error.name === "NotAllowedError") return "No passkey was used. Try again, or take another way below.";
  return "That did not work. Load the page again, or take another way below.";
}
