// While a query is written, what it finds is told beside it: the same check
// that the button asks for, without leaving the page.

const pause = 700; // ms without a key before the server is asked

export function query() {
  const form = document.querySelector("form[data-check]");
  const words = form?.elements.query;
  const told = document.getElementById("check");
  if (!words || !told) return;
  let timer, asked, last = words.value;

  async function check() {
    if (words.value === last || words.value.trim() === "") return;
    last = words.value;
    asked?.abort();
    asked = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "check");
    body.set("part", "yes");
    told.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.check, { method: "POST", body, signal: asked.signal });
      if (!answer.ok) return;
      told.innerHTML = await answer.text(); // escaped by the server's templates
      told.removeAttribute("aria-busy");
    } catch (e) {
      if (e.name !== "AbortError") told.removeAttribute("aria-busy"); // the button still works
    }
  }

  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, pause);
  });
}
