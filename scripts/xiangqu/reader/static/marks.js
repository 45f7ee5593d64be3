// A paragraph of the edition, drawn from its runs: stretches of text with the marks of what they lie in.

// The band of a theme has one of seven colours in one of three patterns, and always its name.
function themeClass(theme) {
  const n = THEMES.indexOf(theme);
  return n < 0 ? "theme" : `theme colour-${n % 7} pattern-${Math.floor(n / 7) % 3}`;
}

function drawParagraph(number, [id, kind, runs, bands]) {
  const words = chinese("p", { class: `words ${kind}`, id: `at-${id}` });
  const drawn = new Map(); // the last run drawn of each claim; the first one takes the focus
  let at = 0;
  for (const [theme, size] of bands) {
    const stretch = runs.slice(at, at + size).map((run) => drawRun(number, run, drawn));
    if (bands.length > 1 && theme) stretch.unshift(tick(theme));
    words.append(...stretch);
    at += size;
  }
  for (const run of drawn.values()) run.dataset.last = "";
  return make("div", { class: "paragraph" }, drawBands(bands), words);
}

function drawBands(bands) {
  const named = bands.filter(([theme]) => theme);
  return make("ul", { class: "bands", "aria-label": say("theme") }, named.map(([theme, , size]) => {
    const item = make("li", { class: themeClass(theme), title: meaning("theme", theme) }, label("theme", theme));
    item.style.flexGrow = size;
    return item;
  }));
}

// Where a theme begins inside a paragraph.
const tick = (theme) => make("span", { class: `tick ${themeClass(theme)}`, title: label("theme", theme) });

function drawRun(number, run, drawn) {
  if (!Array.isArray(run)) return run;
  const [words, ...marks] = run;
  const inner = innermost(number, marks);
  if (!inner) return make("span", { "data-marks": marks.join(" ") }, words);
  const drawnRun = link(address(inner.id), {
    class: `claim status-${inner.status} measure-${inner.measure}${inner.draft ? " draft" : ""}`,
    "data-marks": marks.join(" "),
    "data-direction": inner.direction,
    tabindex: drawn.has(inner.number) ? "-1" : null,
    title: [measured(inner), brief(inner)].filter(Boolean).join(" · "),
  }, words);
  drawn.set(inner.number, drawnRun);
  return drawnRun;
}

// Of the claims that a run lies in, the shortest: the others are named in its panel.
function innermost(number, marks) {
  const claims = marks.filter((mark) => /^\d+$/.test(mark)).map((mark) => CLAIMS_OF[number][mark]);
  return claims.sort((one, other) => one.end - one.start - (other.end - other.start))[0];
}

const CLAIM_ROLES = { "": "of-claim", i: "of-indicator", p: "of-predicate", r: "of-reference", s: "of-status" };

// Mark what belongs to a claim in the text; with null, nothing.
function select(claim) {
  for (const run of document.querySelectorAll(".selected")) {
    run.classList.remove("selected", ...Object.values(CLAIM_ROLES));
    run.removeAttribute("aria-current");
  }
  if (!claim) return;
  for (const run of runsOf(claim)) {
    for (const mark of run.dataset.marks.split(" ")) {
      if (parseInt(mark, 10) !== claim.number) continue;
      run.classList.add("selected", CLAIM_ROLES[mark.replace(/\d+/, "")]);
    }
    if (run.classList.contains("of-claim")) run.setAttribute("aria-current", "true");
  }
}

function runsOf(claim) {
  const words = $(`at-${claim.paragraph}`);
  return words ? [...words.querySelectorAll("[data-marks]")] : [];
}

// The link by which a claim takes the focus.
function linkOf(claim) {
  const runs = runsOf(claim).filter((run) => run.dataset.marks.split(" ").includes(String(claim.number)));
  return runs.find((run) => run.hash === address(claim.id)) || runs[0];
}
