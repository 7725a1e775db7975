// One scene: what has come of earlier choices, the moment, what there is to do; then two heads and what lies underneath.
import { html, useState } from "../../vendor/preact.js";
import { Box, Button, Heading } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { inOrder, put } from "../parcels/parts.js";

export function Came({ w, came }) {
  return inOrder(came).map(([k, it]) => html`<div class="came" key=${k}><p class="small">${put(w.came_of, { when: it.when })}</p><p class="words">${it.after}</p></div>`);
}

// What goes through two heads, beside each other, and the anxiety underneath both.
export function Voices({ w, made, who }) {
  return html`<div class="two even voices"><figure><figcaption class="small"><b>${w.yours}</b>, the ${who}</figcaption><blockquote class="words">${made.yours}</blockquote></figure>
    <figure><figcaption class="small"><b>${w.theirs}</b>: ${made.whose}</figcaption><blockquote class="words">${made.theirs}</blockquote></figure></div>
    <div class="under"><p class="small"><b>${w.under}</b></p><p class="words">${made.under}</p></div>`;
}

export function Scene({ line, screen, id, scene }) {
  const w = screen.furniture.words, [pressed, press] = useState("");
  const choose = async (c) => { press(c); await line.move({ do: "choose", scene: id, choice: c }); press(""); };
  return html`<article class="scene"><div class="row between"><p class="small">${put(w.scene, { n: scene.order + 1, of: screen.furniture.of })}</p><p class="small"><${Mark} family=${scene.family} letter=${scene.letter}/> ${put(w.chair, scene)}</p></div>
    <${Heading} line=${line} kind="scenetitle"><span class="when">${scene.when}</span>${scene.title}</${Heading}>
    ${Object.keys(scene.came).length > 0 && html`<section aria-label=${w.meanwhile}><${Came} w=${w} came=${scene.came}/></section>`}
    <div class="prose tale">${scene.text.map((p, n) => html`<p key=${n}>${p}</p>`)}</div>
    ${scene.made ? html`<p class="small">${w.you_chose}</p><p class="words chose">${scene.made.text}</p><${Voices} w=${w} made=${scene.made} who=${scene.who}/>
        <${Box} line=${line} field=${`fear.${id}`} label=${w.fear} hint=${w.fear_hint} rows=${1}/>
        <div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${() => line.move({ do: "go_on", scene: id })}>${screen.later ? put(w.go_on, { when: screen.later }) : w.go_end}</${Button}></div>`
      : html`<p class="askwhat"><b>${scene.ask}</b></p><div class="choices">${inOrder(scene.choices).map(([c, it]) => html`<${Button} key=${c} kind=${"choice" + (pressed === c ? " pressed" : "")} disabled=${line.busy} data-choice=${c} onClick=${() => choose(c)}>${it.text}</${Button}>`)}</div>`}</article>`;
}
