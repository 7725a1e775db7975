// Met, not met, not known, and nothing asked: four signs that differ in shape, each with its word. What the chooser's parts share.
import { html } from "../../vendor/preact.js";

export const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, k) => values[k] ?? "");
export const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);
export const RANK = ["met", "asks nothing", "not known", "not met"];
export const KEY = { met: "met", "not met": "not_met", "not known": "not_known", "asks nothing": "asks_nothing" };

export function Sign({ verdict, label }) {
  const shape = verdict === "met" ? html`<circle cx="10" cy="10" r="6" fill="var(--ink)"/>` : verdict === "not met" ? html`<path d="M5 5L15 15M15 5L5 15" stroke="var(--ink)" stroke-width="1.8"/>`
    : verdict === "not known" ? html`<circle cx="10" cy="10" r="6" fill="none" stroke="var(--soft)" stroke-width="1.5" stroke-dasharray="2 2.4"/>` : html`<path d="M7.5 10H12.5" stroke="var(--soft)" stroke-width="1.4"/>`;
  return html`<svg class="sign" width="20" height="20" viewBox="0 0 20 20" ...${label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }}>${shape}</svg>`;
}

// Rows under the heading of their group, in the order they are given.
export function groups(methods) {
  const out = new Map();
  for (const [id, m] of inOrder(methods)) out.set(m.group, [...(out.get(m.group) ?? []), [id, m]]);
  return [...out.entries()];
}

// What stands between an answer and what a method asks, in words: what was said, what it asks for, and why.
export function Verdict({ screen, method, condition }) {
  const { words: w, conditions, methods, unknown } = screen.furniture, v = screen.verdicts[method][condition], need = methods[method].needs[condition], { options } = conditions[condition], given = screen.answers[condition];
  const quoted = inOrder(options).filter(([o]) => need?.ok.includes(o)).map(([, o]) => `“${o.words}”`), asked = quoted.join(", ").replace(/, (?=“[^“]*$)/, ` ${w.or} `);
  const between = v === "not met" ? put(w.not_met_because, { said: options[given]?.words, asked }) : v === "not known" ? put(w.not_known_because, { said: w.unknown, asked }) : "";
  return html`<${Sign} verdict=${v}/> ${w[KEY[v]]}${between && html`: ${between}`}${need && html`<span class="small why">${w.why_asks} ${need.why} <span class="by">${w.by[need.by]}</span></span>`}`;
}
