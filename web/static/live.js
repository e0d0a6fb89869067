// New mentions announce themselves and wait for a tap: the page gives
// <a class="fresh" data-events="/events?after=..." hidden>, the server sends
// how many there are and the sentence that says so.

export function live() {
  const link = document.querySelector("a.fresh[data-events]");
  if (!link || typeof EventSource === "undefined") return;
  link.setAttribute("role", "status");
  let source;

  function listen() {
    source ??= new EventSource(link.dataset.events);
    source.onerror = () => {
      // The browser tries again by itself, except after a refusal (signed out).
      if (source?.readyState === EventSource.CLOSED) source = undefined;
    };
    source.addEventListener("arrival", (e) => {
      const { new: count, say } = JSON.parse(e.data);
      link.textContent = say;
      link.hidden = count === 0;
    });
  }

  function leave() {
    source?.close();
    source = undefined;
  }

  // A page nobody looks at asks for nothing.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", () => document.hidden || listen());
  if (!document.hidden) listen();
}
