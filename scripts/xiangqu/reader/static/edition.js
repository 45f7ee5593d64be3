// The edition: a text in reading order, its outline at one side, the panel of a claim at the other.

const AT_ONCE = 120; // Paragraphs drawn before the first view; the rest follow, when nothing else is to do,
const BATCH = 1000; // in batches.
const whenIdle = window.requestIdleCallback || setTimeout;

let shownText = null; // the number of the document that is drawn, and in which language
let byKey = false; // whether a key asked for the claim that is shown next, which then takes the focus
let toPanel = false; // whether the panel takes it: Enter opened it
let pending = null; // what draws the paragraphs that are not there yet

async function drawEdition({ id, filters, turn }) {
  const number = documentOf(id);
  if (number === undefined) return drawNotFound(id);
  const key = `${number} ${language}`;
  if (shownText !== key) {
    const paragraphs = await paragraphsOf(number);
    if (turn !== drawing) return undefined; // The reader has gone on meanwhile.
    drawText(number, paragraphs);
    window.scrollTo(0, 0);
    shownText = key;
  }
  showPlace(number, id);
  markHits(filters.q || "");
  return undefined;
}

function drawNotFound(id) {
  $("main").replaceChildren(make("div", { class: "narrow" },
    make("h1", { class: "notice" }, say("not_found", { id })),
    make("p", {}, link("#/texts", {}, say("texts")))));
}

function drawText(number, paragraphs) {
  const about = DOCUMENTS[number];
  const words = make("article", { class: "text" }, textHead(about, paragraphs));
  $("main").replaceChildren(make("div", { class: "edition" }, outline(about), words));
  let drawn = 0;
  pending = (until) => {
    const batch = paragraphs.slice(drawn, until);
    if (!batch.length) return;
    words.append(...batch.map((paragraph) => drawParagraph(number, paragraph)));
    drawn += batch.length;
  };
  pending.at = (id) => paragraphs.findIndex((paragraph) => paragraph[0] === id);
  pending(AT_ONCE);
  const mine = pending;
  (function later() {
    if (pending !== mine || drawn >= paragraphs.length) return;
    whenIdle(() => {
      if (pending !== mine) return;
      pending(drawn + BATCH);
      refreshHits();
      later();
    });
  }());
  performance.mark("text"); // A test holds the time that it takes to get here.
}

function textHead(about, paragraphs) {
  const facts = [about.place_name, label("genre", about.genre), about.date,
    (about.authors || []).join(" "), about.publisher];
  const isIn = paragraphs.some(([, kind]) => kind === "title"); // then it is read there
  return make("header", { class: "text-head" },
    chinese("h1", { class: isIn ? "unseen" : null }, title(about)),
    about.subtitle && !isIn && chinese("p", { class: "subtitle" }, about.subtitle),
    make("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    about.drafts > 0 && make("p", { class: "notice" }, count("drafts", about.drafts)),
    legend());
}

function legend() {
  const statuses = Object.keys(DATA.labels.status).map((status) =>
    make("li", {}, make("span", { class: `claim status-${status}`, title: meaning("status", status) },
      label("status", status))));
  const measures = Object.keys(DATA.labels.measure).filter((measure) => measure !== "level").map((measure) =>
    make("li", {}, make("span", { class: `claim measure-${measure}`, title: meaning("measure", measure),
      "data-last": true }, label("measure", measure))));
  return make("details", { class: "legend" }, make("summary", {}, say("legend")),
    make("p", {}, say("legend_text")), make("ul", {}, statuses), make("ul", {}, measures));
}

function outline(about) {
  const items = about.sections.filter(([, , heading]) => heading).map(([, level, heading, , first]) =>
    make("li", { class: `level-${Math.min(level, 4)}` },
      link(address(first), {}, chinese("span", {}, heading))));
  return make("nav", { class: "outline", "aria-label": say("outline") },
    make("details", { open: !matchMedia("(max-width: 62rem)").matches },
      make("summary", {}, say("outline")), make("ol", {}, items)));
}

// Bring a paragraph or a claim into view, and open the panel of the claim.
function showPlace(number, id) {
  const claim = CLAIM.get(id);
  const paragraph = claim ? claim.paragraph : id;
  if (paragraph !== DOCUMENTS[number].id) pending(pending.at(paragraph) + 1);
  select(claim || null);
  if (!claim) {
    closePanel();
    const words = $(`at-${paragraph}`);
    if (words) reveal(words);
    return;
  }
  openPanel(claim);
  const run = linkOf(claim);
  if (run) reveal(run);
  if (byKey) run?.focus({ preventScroll: true });
  if (toPanel) $("panel-title").focus();
  byKey = toPanel = false;
  announce(`${claim.number + 1}/${CLAIMS_OF[number].length} ${brief(claim)}`);
}

// To the middle of the view, unless it is in view and nothing lies over it.
function reveal(element, again = 3) {
  const { top, bottom } = element.getBoundingClientRect();
  const sheet = matchMedia("(max-width: 62rem)").matches && !$("panel").hidden;
  const end = sheet ? $("panel").getBoundingClientRect().top : window.innerHeight;
  if (top >= $("head").offsetHeight + 8 && bottom <= end - 24) return;
  element.scrollIntoView({ block: sheet ? "start" : "center" });
  // Paragraphs that come into view get their true height only then, which moves what is below them.
  if (again > 0) requestAnimationFrame(() => reveal(element, again - 1));
}

// The claim after the one that is open (step 1) or before it (step -1); else the first one in view.
function nextClaim(step) {
  const { id, filters } = parse();
  const number = documentOf(id);
  const claims = CLAIMS_OF[number] || [];
  if (!claims.length) return;
  const current = CLAIM.get(id);
  const at = current ? current.number + step : firstInView();
  const claim = claims[Math.min(Math.max(at, 0), claims.length - 1)];
  if (claim === current) return;
  byKey = true;
  go(claim.id, filters);
}

function firstInView() {
  const runs = [...document.querySelectorAll("a.claim")];
  const found = runs.find((run) => run.getBoundingClientRect().bottom > $("head").offsetHeight) || runs[0];
  return CLAIM.get(decodeURIComponent(splitOnce(found.hash.slice(1), "?")[0])).number;
}
