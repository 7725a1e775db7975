// One method in words: what it is for, where it comes from, what it asks, how it fails; after each statement, whose it is.
import { html } from "../../vendor/preact.js";
import { KEYS } from "../../page.js";
import { groups } from "./signs.js";

export const FACTS = ["purpose", "people", "length", "preparation", "must", "not_when", "failure", "output", "missing", "origin", "evidence", "source"];
const SAYS_SO = /\bnot (checked|found|looked for)\b/i;   // then “(not checked)” would say it twice
const OURS = ["purpose", "failure", "output", "missing"];

export function Fact({ w, m, fact }) {
  const value = m[fact], by = (s) => !(s.by === "unchecked" && SAYS_SO.test(s.words)) && html`<span class="small by">${w.by[s.by]}</span>`;
  if (Array.isArray(value)) return value.map((s) => html`<p key=${s.words}>${s.words} ${by(s)}</p>`);
  if (typeof value === "object") return html`<p>${value.words} ${by(value)}</p>`;
  return html`<p>${fact === "evidence" ? w.kinds_of_evidence[value] : value} ${OURS.includes(fact) && fact !== "purpose" && html`<span class="small by">${w.ours}</span>`}</p>`;
}

export function Library({ screen }) {
  const { words: w, methods } = screen.furniture;
  return html`<section><h2>${w.library}</h2><p class="small">${w.library_note}</p>${groups(methods).map(([g, list]) => html`<h3 key=${g}>${g}</h3>${list.map(([id, m]) => html`<details key=${id} class="method"><summary ...${KEYS}><b>${m.name}</b> <span class="small">${m.purpose}</span></summary>
    <dl class="facts">${FACTS.map((f) => html`<dt key=${f}>${w[f]}</dt><dd><${Fact} w=${w} m=${m} fact=${f}/></dd>`)}</dl></details>`)}`)}</section>`;
}
