"use strict";
// The script of the pages. Python puts its parts, which are files beside this one, together in the order of
// site.py. Everything that comes from texts reaches the page as text (textContent), never as HTML.

const DATA = window.XIANGQU;
const $ = (id) => document.getElementById(id);

// What a reader has chosen, kept by the browser where it may; a page from a folder may not in some.
const chosen = {
  get(name) {
    try { return localStorage.getItem(`xiangqu.${name}`); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(`xiangqu.${name}`, value); } catch { /* It holds for this page then. */ }
  },
};
