// The claims that are shown as CSV and JSON, all pages of them, in the same order.

const DOWNLOADED = ["id", "document", "paragraph", "start", "end", "text", "value", "low", "high", "unit", "classifier",
  "bound", "measure", "direction", "change", "basis", "basis_period", "status", "indicator", "indicator_id",
  "predicate", "period", "period_source", "period_type", "place", "theme", "source_start", "source_end"];

function record(claim) {
  const row = Object.fromEntries(DOWNLOADED.map((column) => [column, claim[column]]));
  return { ...row, document: DOCUMENTS[claim.document].id };
}

const json = (claims) => `${JSON.stringify(claims.map(record), null, 1)}\n`;

// With the mark by which spreadsheets see that it is UTF-8.
function csv(claims) {
  const lines = claims.map((claim) => Object.values(record(claim)).map(cell).join(","));
  return `\ufeff${[DOWNLOADED.join(","), ...lines].join("\r\n")}\r\n`;
}

// Words that a spreadsheet would take for a formula get an apostrophe before them.
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
