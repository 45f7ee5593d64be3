// The data as objects, with the ways to find them.

const DOCUMENTS = DATA.documents;
const CLAIMS = DATA.claims.rows.map((row) =>
  Object.fromEntries(DATA.claims.columns.map((column, n) => [column, row[n]])));
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

// Load what a page needs of a text: a script of its own, for fetch reads nothing from a folder.
function content(number) {
  if (!loading.has(number)) {
    loading.set(number, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `text-${number}.js`;
      script.onload = () => resolve(DOCUMENTS[number].content);
      script.onerror = () => reject(new Error(`text-${number}.js`));
      document.head.append(script);
    }));
  }
  return loading.get(number);
}

const contents = () => Promise.all(DOCUMENTS.map((_, number) => content(number)));

const wordsOf = (paragraph) => paragraph[2].map((run) => (Array.isArray(run) ? run[0] : run)).join("");

// The document that an id begins with; ids of documents have no full stop.
const documentOf = (id) => DOCUMENT.get(id.split(".")[0]);
