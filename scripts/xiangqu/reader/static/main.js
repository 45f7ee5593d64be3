// The head of the page, and which view the address asks for.

const VIEWS = {
  texts: drawTexts, edition: drawEdition, claims: drawClaims, indicators: drawIndicators, search: drawSearch,
};
const VIEWS_WITH_WORDS = ["search", "edition"]; // those that show what is searched for
const THEMES_OF_PAGE = ["auto", "light", "dark"];

function draw() {
  const where = parse();
  if (where.view === "texts" && DOCUMENTS.length === 1 && !location.hash) where.id = DOCUMENTS[0].id;
  if (where.id && where.view === "texts") where.view = "edition";
  if (where.view !== "edition") {
    shownText = null;
    pending = null;
    closePanel();
    markHits("");
  }
  drawHead(where);
  return (VIEWS[where.view] || (() => drawNotFound(where.view)))(where);
}

function drawHead({ view, filters }) {
  const kept = document.activeElement?.id;
  const nav = [["texts", "#/texts"], ["claims", "#/claims"], ["indicators", "#/indicators"]];
  $("head").replaceChildren(
    link("#/texts", { class: "name" }, "XiangQu ", chinese("span", {}, "湘区")),
    make("nav", { "aria-label": say("views") }, nav.map(([name, href]) =>
      link(href, { "aria-current": view === name ? "page" : null }, say(name)))),
    make("form", { role: "search", onsubmit: search },
      make("input", { type: "search", id: "search", value: VIEWS_WITH_WORDS.includes(view) ? filters.q : "", placeholder: say("search"),
        "aria-label": say("search"), "aria-keyshortcuts": "/" })),
    make("div", { class: "switches" },
      make("button", { type: "button", id: "language", lang: language === "zh" ? "en" : "zh-Hans",
        onclick: switchLanguage }, language === "zh" ? "English" : "中文"),
      make("button", { type: "button", id: "theme", onclick: switchTheme, title: say("theme_switch"),
        "aria-label": `${say("theme_switch")}: ${say(`theme_${theme()}`)}` }, say(`theme_${theme()}`)),
      make("button", { type: "button", id: "help-button", onclick: openHelp, "aria-label": say("help") }, "?")));
  $("skip").textContent = say("skip");
  document.title = `XiangQu 湘区 · ${say(VIEWS[view] ? view : "texts")}`;
  if (kept) $(kept)?.focus();
}

function search(event) {
  event.preventDefault();
  const q = $("search").value;
  const { view, id, filters } = parse();
  if (view === "search" && filters.q === q) return;
  if (q) go("/search", { q }); else if (view === "edition") go(id);
}

const theme = () => document.documentElement.dataset.theme;

function setTheme(name) {
  chosen.set("theme", name);
  document.documentElement.dataset.theme = name;
}

function switchTheme() {
  setTheme(THEMES_OF_PAGE[(THEMES_OF_PAGE.indexOf(theme()) + 1) % THEMES_OF_PAGE.length]);
  drawHead(parse());
}

function switchLanguage() {
  const top = window.scrollY;
  setLanguage(language === "zh" ? "en" : "zh");
  Promise.resolve(draw()).then(() => window.scrollTo(0, top));
}

// Enter on a claim opens its panel and goes there; a click leaves the focus in the text.
function clicked(event) {
  const run = event.target.closest?.("a.claim[href]");
  if (run && event.detail === 0) setTimeout(() => $("panel-title")?.focus());
}

setLanguage(language);
setTheme(THEMES_OF_PAGE.includes(chosen.get("theme")) ? chosen.get("theme") : "auto");
window.addEventListener("hashchange", draw);
document.addEventListener("keydown", pressed);
document.addEventListener("click", clicked);
$("skip").addEventListener("click", (event) => { event.preventDefault(); $("main").focus(); });
draw();
