// Discs: a rating from none to three, as a small stack seen from the side; and the four of them to choose from.
import { html } from "../../vendor/preact.js";
import { KEYS } from "../../page.js";

export const LEVELS = [0, 1, 2, 3];

export function Discs({ n, size = 18 }) {
  return html`<svg class="discs" width=${size} height=${size * 16 / 18} viewBox="0 0 18 16" aria-hidden="true"><path d="M1 15h16" stroke="var(--soft)" stroke-width="1"/>${LEVELS.slice(1, n + 1).map((k) => html`<rect key=${k} x="1.5" y=${15 - k * 4.8} width="15" height="3.8" rx="1.9" fill="var(--ink)"/>`)}</svg>`;
}

// Four radio buttons in one group; arrow keys move among them as in any form.
export function Choose({ line, w, name, legend, n, rate, short = false }) {
  return html`<fieldset class=${"levels" + (short ? " short" : "")}><legend class=${short ? "" : "hidden"}>${legend}</legend>${LEVELS.map((k) => html`<label key=${k} class=${n === k ? "chosen" : ""}><input type="radio" name=${`${name}-${line.tab}`} value=${k} checked=${n === k} onChange=${() => rate(k)} ...${KEYS}/><${Discs} n=${k}/><span>${w.levels[k]}</span></label>`)}</fieldset>`;
}

export const level = (screen, sit, player, source) => screen.levels[sit]?.[player]?.[source] ?? 0;
export const box = (sit, player, source) => `why.${sit}.${player}.${source}`;

// Ratings of “decides” that have no reason yet, in the order of the table: [[player, source], words]. LACKS finds what the cell that is open lacks.
export const lacking = (screen, sit) => Object.entries(screen.unexplained[sit] ?? {}).map(([k, words]) => [k.split("|"), words])
  .sort(([[a, s]], [[b, t]]) => screen.players[a].order - screen.players[b].order || screen.furniture.sources[s].order - screen.furniture.sources[t].order);
export const LACKS = "[data-lacks] :is(textarea, input)";
