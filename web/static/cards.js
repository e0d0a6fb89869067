// The cards of a topic by keyboard: o or y is yes, n is no, s skips, u takes
// the last answer back; right, left and down do as o, n and s.

export function cards() {
  const form = document.querySelector("form[data-cards]");
  if (!form) return;
  const answers = { o: "yes", y: "yes", ArrowRight: "yes", n: "no", ArrowLeft: "no", s: "skip", ArrowDown: "skip" };
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat) return;
    if (e.target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
    if (document.querySelector("dialog[open]")) return;
    const button = e.key === "u" ? document.querySelector("[data-undo]") : form.querySelector(`button[value="${answers[e.key]}"]`);
    if (!button) return;
    e.preventDefault();
    button.click();
  });
}
