// The keyboard: j k move along the mentions, o opens one, n shows new ones, /
// searches, g and a letter goes to a page, ? tells all this. Keys pressed in a
// field, or with a modifier, belong to the field and to the browser.

const places = { t: "/", f: "/stream", a: "/alerts", b: "/compare", s: "/sources" };

export function keys() {
  const help = document.getElementById("keys");
  let going = 0; // until when a letter after g counts

  const items = () => [...document.querySelectorAll(".mention")];
  const here = () => document.querySelector(".mention.here");

  function move(step) {
    const all = items();
    if (all.length === 0) return;
    const at = all.indexOf(here());
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    here()?.classList.remove("here");
    next.classList.add("here");
    if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    next.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  function open() {
    const link = here()?.querySelector("a[data-open]") ?? here()?.querySelector("a[href^='/mention/']");
    if (link) location.assign(link.href);
    return Boolean(link);
  }

  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const t = e.target;
    if (t.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(t.tagName)) {
      if (e.key === "Escape") t.blur();
      return;
    }
    if (help?.open) return; // the dialog closes itself on Escape
    if (going > e.timeStamp && places[e.key]) {
      going = 0;
      e.preventDefault();
      location.assign(places[e.key]);
      return;
    }
    going = 0;
    const keyed = [...document.querySelectorAll("button[data-key]")].find((b) => b.dataset.key === e.key);
    if (keyed) {
      e.preventDefault();
      keyed.click();
      return;
    }
    switch (e.key) {
      case "j": move(1); break;
      case "k": move(-1); break;
      case "o": if (!open()) return; break;
      case "Enter": if (t !== here() || !open()) return; break;
      case "n": {
        const fresh = document.querySelector("a.fresh:not([hidden])");
        if (!fresh) return;
        fresh.click();
        break;
      }
      case "/": {
        const field = document.getElementById("seek");
        if (!field) return;
        field.focus();
        field.select();
        break;
      }
      case "g": going = e.timeStamp + 1500; break;
      case "?": if (!help) return; help.showModal(); break;
      default: return;
    }
    e.preventDefault();
  });
}
