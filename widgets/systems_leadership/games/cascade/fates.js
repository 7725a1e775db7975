// How far each part of the message got: a disc that shrinks with each telling, a cross where it is not said. A table, so it reads without sight too.
import { html } from "../../vendor/preact.js";

export const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, k) => values[k] ?? "");
export const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);
export const small = (name) => name[0].toLowerCase() + name.slice(1);
const RADIUS = { whole: 8, shorter: 5, "a shred": 2.5 };

export function Fate({ fate, label }) {
  return html`<svg class="fate" width="20" height="20" viewBox="0 0 20 20" role="img" aria-label=${label}>${RADIUS[fate] ? html`<circle cx="10" cy="10" r=${RADIUS[fate]} fill="currentColor"/>`
    : html`<path d="M6 6L14 14M14 6L6 14" stroke="currentColor" stroke-width="1.6" fill="none"/>`}</svg>`;
}

export function Fates({ screen, passage }) {
  const { words: w, clauses, levels } = screen.furniture, names = inOrder(levels).map(([, l]) => l.name), told = Object.values(passage.fates)[0].length - 1;
  return html`<div class="fates"><h3>${w.fates}</h3><table><thead><tr><th scope="col"><span class="hidden">Part</span></th><th scope="col">${w.start}</th>${names.map((n, k) => html`<th scope="col" key=${k}><abbr title=${n}>${k + 1}</abbr></th>`)}</tr></thead>
    <tbody>${inOrder(clauses).map(([c, it]) => html`<tr key=${c}><th scope="row">${it.name}</th>${[0, ...names.map((_, k) => k + 1)].map((k) => html`<td key=${k}>${k <= told ? html`<${Fate} fate=${passage.fates[c][k]} label=${w.how[passage.fates[c][k]]}/>` : html`<span class="hidden">not yet</span>`}</td>`)}</tr>`)}</tbody></table></div>`;
}
