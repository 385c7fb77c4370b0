// Save and Follow without leaving the page. Where anything fails, the form is sent as it would be without script.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-keep]");
    if (!fresh) throw new Error("no form in the answer");
    form.replaceWith(fresh);
    fresh.querySelector("button").focus();
  } catch {
    form.dataset.plain = "1";
    button.removeAttribute("aria-busy");
    form.submit();
  }
});
