// Search by substring over all texts, indicators and ids, in Chinese and English.

const PER_PAGE = 50;

function pattern(words) {
  return new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
}

async function drawSearch({ filters, turn }) {
  const words = (filters.q || "").trim();
  const texts = words ? await allParagraphs() : [];
  if (turn !== drawing) return;
  const hits = words ? textHits(texts, pattern(words)) : [];
  const page = Math.max(1, Number(filters.page) || 1);
  const total = hits.reduce((sum, hit) => sum + hit.found, 0);
  const shown = hits.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  $("main").replaceChildren(make("div", { class: "narrow" },
    make("h1", {}, words ? say("found", { words }) : say("search")),
    words && make("p", { role: "status" }, say("hits_in", { hits: count("hits", total), paragraphs: count("paragraphs", hits.length) })),
    words && claimsWith(words),
    words && namedHits(words.toLowerCase()),
    make("ol", { class: "hits" }, shown.map((hit) => drawHit(hit, words))),
    pages(hits.length, page, PER_PAGE, (n) => address("/search", { ...filters, page: n }))));
  mark($("main").querySelectorAll(".hit-text"), words);
}

function textHits(texts, sought) {
  const hits = [];
  texts.forEach((paragraphs, number) => {
    for (const paragraph of paragraphs) {
      const words = wordsOf(paragraph);
      const found = [...words.matchAll(sought)];
      if (found.length) hits.push({ number, id: paragraph[0], words, found: found.length, at: found[0].index });
    }
  });
  return hits;
}

const BEFORE = 40, LONGEST = 160; // of a paragraph that is longer, the words around its first hit
const HALVES = /^[\udc00-\udfff]|[\ud800-\udbff]$/g; // of a character that is cut in two

function drawHit({ number, id, words, found, at }, sought) {
  const start = words.length <= LONGEST ? 0 : Math.max(0, at - BEFORE);
  const part = words.slice(start, start + LONGEST + sought.length).replace(HALVES, "");
  return make("li", {},
    link(address(id, { q: sought }), {}, chinese("span", { class: "figure" }, id)),
    make("small", {}, chinese("span", {}, title(DOCUMENTS[number])), found > 1 && ` · ${count("hits", found)}`),
    chinese("p", { class: "hit-text" }, start > 0 && "…", part,
      start + part.length < words.length && "…"));
}

// The way to the numbers themselves: a text has the words of a claim in one place, and its year in another.
function claimsWith(words) {
  const found = CLAIMS.filter((claim) => hasWords(claim, words)).length;
  return found > 0 && make("p", {}, link(address("/claims", { q: words }), {}, count("claims", found)), " ", say("with_words"));
}

// Whether each of the words is in one of the texts.
const hasAll = (texts, words) => words.toLowerCase().split(/\s+/)
  .every((word) => texts.some((text) => text && text.toLowerCase().includes(word)));

// Documents, claims and indicators whose id or name has the words.
function namedHits(words) {
  const has = (text) => text && text.toLowerCase().includes(words);
  const indicators = Object.entries(DATA.labels.indicator_id)
    .filter(([id, named]) => [id, ...named].some(has));
  const claims = CLAIMS.filter((claim) => has(claim.id));
  const documents = DOCUMENTS.filter((about) => has(about.id) || has(about.title));
  return make("div", { class: "named" },
    listed(say("texts"), documents, (about) => link(address(about.id), {}, chinese("span", {}, title(about)))),
    listed(say("indicators"), indicators, ([id, [zh, en]]) =>
      link(address(`/indicators/${id}`), {}, chinese("span", {}, zh), ` ${en}`)),
    listed(say("claims"), claims, (claim) =>
      claimLink(claim, claim.id, " ", chinese("span", {}, claim.text))));
}

const MOST_NAMED = 100;

function listed(name, items, draw) {
  return items.length > 0 && make("details", { open: items.length <= 12 },
    make("summary", {}, `${name} (${counted(items.length)})`),
    make("ul", {}, items.slice(0, MOST_NAMED).map((item) => make("li", {}, draw(item))),
      items.length > MOST_NAMED && make("li", {}, "…")));
}

// Hits are marked without a change to the page, so that what is copied stays the text.
let soughtHere = "";

function markHits(words) {
  soughtHere = words;
  refreshHits();
}

function refreshHits() {
  if (soughtHere || CSS.highlights?.size) mark(document.querySelectorAll(".words"), soughtHere);
}

function mark(elements, words) {
  if (!window.CSS?.highlights) return;
  const ranges = words ? [...elements].flatMap((element) => [...rangesIn(element, pattern(words))]) : [];
  if (ranges.length) CSS.highlights.set("hits", new Highlight(...ranges));
  else CSS.highlights.delete("hits");
}

// The ranges of an element where its text matches, over the borders of the runs in it.
function* rangesIn(element, sought) {
  const nodes = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let length = 0;
  while (walker.nextNode()) {
    nodes.push([length, walker.currentNode]);
    length += walker.currentNode.length;
  }
  let n = 0;
  const place = (offset) => {
    while (n + 1 < nodes.length && nodes[n + 1][0] < offset) n += 1;
    return [nodes[n][1], offset - nodes[n][0]];
  };
  for (const found of element.textContent.matchAll(sought)) {
    const range = new Range();
    range.setStart(...place(found.index));
    range.setEnd(...place(found.index + found[0].length));
    yield range;
  }
}
