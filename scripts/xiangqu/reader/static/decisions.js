// Drafts that a person accepts, corrects or rejects; filled in later.

function deciding() {
  return null;
}
