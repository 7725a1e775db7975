// One choice among a few, as radio buttons: acknowledged at once, made by the rules. Arrow keys, Space and single taps all choose.
import { html, useState } from "../../vendor/preact.js";
import { KEYS } from "../../page.js";

export const inOrder = (things) => Object.entries(things).sort((a, b) => a[1].order - b[1].order);
export const put = (words, values) => words.replace(/\{(\w+)\}/g, (_, k) => values[k] ?? "");

export function Choice({ line, name, label, about, value = "", options, move, kind = "" }) {
  const [pressed, press] = useState(null), shown = pressed ?? value, id = `sl-${line.model.model_id ?? "x"}-${name.replace(/[^\w-]/g, "_")}`;
  const choose = async (v) => { press(v); await line.move(move(v)); press(null); };
  return html`<div class=${"oneof " + kind} role="radiogroup" aria-labelledby=${id} aria-describedby=${about ? id + "-about" : undefined}><div class="oneof-asks"><b id=${id}>${label}</b>${about && html`<p class="small" id=${id + "-about"}>${about}</p>`}</div>
    <div class="oneof-list">${options.map(([v, words]) => html`<label key=${v} class=${"oneof-item" + (shown === v ? " chosen" : "")}><input type="radio" name=${id} value=${v} checked=${shown === v} onChange=${() => choose(v)} ...${KEYS}/><span>${words}</span></label>`)}</div></div>`;
}

// Which of several things is open, as a row of buttons. `state` is said in words, and drawn as a ring, half a disc or a disc.
const DISC = { none: "", begun: "M2 6a4 4 0 0 1 8 0z", full: "M2 6a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z" };
const SAID = { none: "not begun", begun: "begun", full: "done" };
export function Rail({ label, items, at, go }) {
  return html`<nav class="railway" aria-label=${label}>${items.map(({ id, words, state }) => html`<button type="button" key=${id} class=${"railstop" + (id === at ? " chosen" : "")} aria-current=${id === at ? "step" : undefined} onClick=${() => go(id)} ...${KEYS}>
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.3"/><path d=${DISC[state]} fill="currentColor"/></svg><span>${words}</span><span class="hidden">, ${SAID[state]}</span></button>`)}</nav>`;
}
