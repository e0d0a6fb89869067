// A form that takes a while says so on its button, and is not sent twice.

export function forms() {
  document.addEventListener("submit", (e) => {
    if (e.defaultPrevented) return;
    const form = e.target;
    if (form.dataset.sent) {
      e.preventDefault();
      return;
    }
    if (form.method !== "post") return;
    form.dataset.sent = "yes";
    const button = e.submitter ?? form.querySelector("button");
    if (button) {
      button.setAttribute("aria-busy", "true");
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    }
  });
  // Back from the next page: the form may be sent again.
  addEventListener("pageshow", () => {
    for (const f of document.querySelectorAll("form[data-sent]")) delete f.dataset.sent;
    for (const b of document.querySelectorAll("button[aria-busy]")) b.removeAttribute("aria-busy");
  });
}
