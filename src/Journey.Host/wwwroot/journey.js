// Every page works without this. A slider submits its form when let go, and shows its day while it moves.
for (const range of document.querySelectorAll("input[type=range][data-from]")) {
  const output = range.form.querySelector("output");
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  range.addEventListener("input", () => { output.value = day.format(Date.parse(range.dataset.from) + range.value * 86400000); });
  range.addEventListener("change", () => range.form.requestSubmit());
}

// Figures that move on are fetched with their page and swapped; while that fails the old ones stay. Where somebody stood, they stay.
const live = () => document.querySelector("[data-live]");
const stops = () => [...live().querySelectorAll("a, button, input, select, summary")];
let source, again;
async function swap() {
  const page = await fetch(location.href, { headers: { accept: "text/html" } }).then(a => a.ok && !a.redirected ? a.text() : null, () => null);
  const next = page && new DOMParser().parseFromString(page, "text/html").querySelector("[data-live]");
  if (!next || !live()) return;
  const stood = stops().indexOf(document.activeElement), open = [...live().querySelectorAll("details")].map(d => d.open);
  live().replaceWith(next);
  next.querySelectorAll("details").forEach((d, i) => { d.open = open[i]; });
  stops()[stood]?.focus({ preventScroll: true });
}
function follow() {
  clearTimeout(again);
  source?.close();
  if (!live() || document.hidden) return; // a browser has six connections to a host
  source = new EventSource(live().dataset.live);
  source.addEventListener("position", e => { if (live() && e.data !== live().dataset.position) swap(); });
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) again = setTimeout(follow, 2000); };
}
document.addEventListener("visibilitychange", follow);
follow();
