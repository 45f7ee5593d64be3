// The head of the page, and which view the address asks for.

const VIEWS = {
  texts: drawTexts, edition: drawEdition, claims: drawClaims, indicators: drawIndicators, figures: drawFigures,
  search: drawSearch,
};
const VIEWS_WITH_WORDS = ["search", "edition"]; // those that show what is searched for
const THEMES_OF_PAGE = ["auto", "light", "dark"];

let shownView = ""; // with its page: another one begins at the top
let drawing = 0; // the turn of drawing: what is loaded for an earlier one comes too late

function draw() {
  drawing += 1;
  const where = { ...parse(), turn: drawing };
  if (where.view !== "edition") {
    shownText = null;
    pending = null;
    closePanel();
    markHits("");
  }
  drawHead(where);
  if (shownView !== `${where.view} ${where.filters.page}`) window.scrollTo(0, 0);
  shownView = `${where.view} ${where.filters.page}`;
  return (VIEWS[where.view] || (() => drawNotFound(where.view)))(where);
}

function drawHead({ view, filters }) {
  const kept = document.activeElement?.id;
  const nav = [["texts", "#/texts"], ["claims", "#/claims"], ["indicators", "#/indicators"],
    ...(DATA.figures || DATA.missing ? [["figures", "#/figures"]] : [])];
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
      make("button", { type: "button", id: "help-button", onclick: openHelp, "aria-label": say("help") }, "?")),
    decisionsBar() || "");
  $("skip").textContent = say("skip");
  document.title = `XiangQu 湘区 · ${say(VIEWS[view] ? view : "texts")}`;
  // What sticks below the head needs its height, which hangs on language and width.
  document.documentElement.style.setProperty("--head", `${$("head").offsetHeight}px`);
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
  if (!run || event.detail > 0) return; // A click that no key made.
  if (run.hash === location.hash && !$("panel").hidden) $("panel-title").focus();
  else toPanel = true;
}

setLanguage(language);
setTheme(THEMES_OF_PAGE.includes(chosen.get("theme")) ? chosen.get("theme") : "auto");
window.addEventListener("hashchange", draw);
document.addEventListener("keydown", pressed);
document.addEventListener("click", clicked);
if (DOCUMENTS.length === 1 && !location.hash) history.replaceState(null, "", address(DOCUMENTS[0].id));
$("skip").addEventListener("click", (event) => { event.preventDefault(); $("main").focus(); });
draw();
