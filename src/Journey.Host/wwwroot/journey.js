// Every page works without this. A slider submits its form when let go, and shows its day while it moves.
for (const range of document.querySelectorAll("input[type=range][data-from]")) {
  const output = range.form.querySelector("output");
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  range.addEventListener("input", () => { output.value = day.format(Date.parse(range.dataset.from) + range.value * 86400000); });
  range.addEventListener("change", () => range.form.requestSubmit());
}
