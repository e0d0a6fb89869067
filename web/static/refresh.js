// Work under way: an element with an id and data-refresh="seconds" is fetched
// again with the page it stands in, and replaced, until the server no longer
// marks it. When the work ends the whole page is loaded once, so that its
// answer tells the end.

export function refresh() {
  for (const el of document.querySelectorAll("[id][data-refresh]")) again(el.id, Number(el.dataset.refresh));
}

function again(id, seconds) {
  if (!(seconds > 0)) return;
  setTimeout(async () => {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => again(id, 0.1), { once: true });
      return;
    }
    try {
      const reply = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
      if (!reply.ok) throw new Error(reply.status);
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const next = page.getElementById(id);
      const now = document.getElementById(id);
      if (!next?.dataset.refresh) return location.reload();
      // Replacing what the reader is about to press would take it away.
      if (now && !now.contains(document.activeElement)) now.replaceWith(document.adoptNode(next));
      again(id, Number(next.dataset.refresh));
    } catch {
      again(id, Math.min(30, seconds * 2));
    }
  }, seconds * 1000);
}
