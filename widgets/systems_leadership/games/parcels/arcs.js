// The ties a division cuts, as arcs over its columns, thicker for more. Decoration: the same pairs stand in words below.
import { html } from "../../vendor/preact.js";

const BETWEEN_COLUMNS = 2;                                      // between columns, in hundredths of the width, as in the style of .parcels

// Middle of column k of n, in hundredths of the width.
export function middle(k, n) { const w = (100 - BETWEEN_COLUMNS * (n - 1)) / n; return k * (w + BETWEEN_COLUMNS) + w / 2; }

// columns: parcel ids in order; between: {"a|b": ties cut}
export function Arcs({ columns, between }) {
  const list = Object.entries(between).map(([key, n]) => { const [i, j] = key.split("|").map((p) => columns.indexOf(p)).sort((x, y) => x - y); return { key, n, i, j }; })
    .filter((a) => a.i >= 0).sort((a, b) => (b.j - b.i) - (a.j - a.i));
  if (!list.length) return null;
  const most = Math.max(...list.map((a) => a.n)), rise = (a) => 26 + 26 * (a.j - a.i), height = Math.max(...list.map(rise)) + 16;
  return html`<svg class="arcs" viewBox=${`0 0 1000 ${height}`} aria-hidden="true">
    ${list.map((a) => { const x1 = middle(a.i, columns.length) * 10, x2 = middle(a.j, columns.length) * 10; return html`<path key=${a.key} d=${`M${x1} ${height}C${x1} ${height - rise(a) * 1.33} ${x2} ${height - rise(a) * 1.33} ${x2} ${height}`} stroke-width=${1.5 + 12 * a.n / most}/>`; })}
    ${list.map((a) => html`<text key=${a.key} x=${(middle(a.i, columns.length) + middle(a.j, columns.length)) * 5} y=${height - rise(a) + 5}>${a.n}</text>`)}</svg>`;
}
