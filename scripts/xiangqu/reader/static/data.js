// The data as objects, with the ways to find them.

const DOCUMENTS = DATA.documents;

// A claim is a row of the table with a getter for each column: objects of their own would take too long
// to make where there are tens of thousands.
class Claim {
  constructor(row) {
    this.row = row;
  }
}
DATA.claims.columns.forEach((column, n) => {
  Object.defineProperty(Claim.prototype, column, { get() { return this.row[n]; } });
});

const CLAIMS = DATA.claims.rows.map((row) => new Claim(row));
const CLAIM = new Map(CLAIMS.map((claim) => [claim.id, claim]));
const DOCUMENT = new Map(DOCUMENTS.map((about, number) => [about.id, number]));
const THEMES = Object.keys(DATA.labels.theme);

// claim.number counts the claims of a document: the marks of its runs have it.
const CLAIMS_OF = DOCUMENTS.map(() => []);
const CLAIMS_ABOUT = new Map();
for (const claim of CLAIMS) {
  claim.number = CLAIMS_OF[claim.document].push(claim) - 1;
  if (!claim.indicator_id) continue;
  if (!CLAIMS_ABOUT.has(claim.indicator_id)) CLAIMS_ABOUT.set(claim.indicator_id, []);
  CLAIMS_ABOUT.get(claim.indicator_id).push(claim);
}

const RELATIONS_OF = new Map();
for (const relation of DATA.relations) {
  for (const id of relation.claims) {
    if (!RELATIONS_OF.has(id)) RELATIONS_OF.set(id, []);
    RELATIONS_OF.get(id).push(relation);
  }
}

const loading = new Map();

// Load a script of data once, for fetch reads nothing from a folder.
function load(file) {
  if (!loading.has(file)) {
    loading.set(file, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = file;
      script.onload = resolve;
      script.onerror = () => reject(new Error(file));
      document.head.append(script);
    }));
  }
  return loading.get(file);
}

// The paragraphs of a text.
async function paragraphsOf(number) {
  await load(`text-${number}.js`);
  return DOCUMENTS[number].paragraphs;
}

// What the panel shows of the claims of a text beside the table: seed and citation.
async function sourceOf(number) {
  await load(`source-${number}.js`);
  return DOCUMENTS[number].source;
}

const allParagraphs = () => Promise.all(DOCUMENTS.map((_, number) => paragraphsOf(number)));

const wordsOf = (paragraph) => paragraph[2].map((run) => (Array.isArray(run) ? run[0] : run)).join("");

// The document that an id begins with; ids of documents have no full stop.
const documentOf = (id) => DOCUMENT.get(id.split(".")[0]);
