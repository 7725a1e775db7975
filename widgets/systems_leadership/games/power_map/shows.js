// What a map shows of itself, where the two differ, and the two questions at the end.
import { html, useState } from "../../vendor/preact.js";
import { Box, Heading, Press } from "../../page.js";
import { Mark } from "../../canvas/canvas.js";
import { inOrder } from "../parcels/parts.js";
import { Everybody } from "./begin.js";
import { Discs } from "./discs.js";

export function Shows({ line, screen, sit }) {
  const w = screen.furniture.words, it = screen.shows?.[sit];
  if (!it) return null;
  const list = (names, none) => html`<p>${names.length ? names.join(", ") : none}</p>`;
  return html`<section><${Heading} line=${line}>${w.shows_title}</${Heading}>${it.rank.map((words, n) => html`<p key=${words} class=${n ? "small" : "words"}>${words}</p>`)}<p class="small">${w.rank_rule}</p>
    <div class="two even"><div><h3>${w.nothing_title}</h3>${list(it.nothing, w.nothing_none)}</div><div><h3>${w.unused_title}</h3>${list(it.unused, w.unused_none)}</div></div>
    <h3>${w.broker_title}</h3>${screen.between.map((words) => html`<p key=${words} class=${words.startsWith("Not said") ? "small" : ""}>${words}</p>`)}<p class="small">${w.broker_rule}</p><p class="small">${w.shows_limit}</p></section>`;
}

export function SitElsewhere({ line, screen }) {
  const w = screen.furniture.words, [who, setWho] = useState(""), twelve = Object.keys(screen.players).filter((i) => i !== screen.sits[0].id);
  return html`<section class="sheet"><h2>${w.sit_title}</h2><p>${w.sit_text}</p><div class="box"><label for="sl-sit-second"><b>${w.sit_who}</b></label><div><${Everybody} id="sl-sit-second" screen=${screen} value=${who} choose=${setWho} only=${twelve}/></div></div><${Press} line=${line} kind="primary" move=${() => (who ? line.move({ do: "sit", player: who }) : { made: false, said: w.sit_first })}>${w.sit_button}</${Press}></section>`;
}

// One row a player: each source with both ratings, yours first.
export function Differ({ screen }) {
  const w = screen.furniture.words, rows = new Map();
  for (const [k, d] of inOrder(screen.differ)) { const i = k.split("|")[0]; rows.set(i, [...(rows.get(i) ?? []), [k, d]]); }
  const as = (n) => w.first_tab.replace("{who}", screen.sits[n].who);
  return html`<section><h2>${w.differ_title}</h2>${rows.size ? html`<p class="small">${w.differ_order.replace("{first}", as(0).toLowerCase()).replace("{second}", as(1).toLowerCase())}</p><table class="stack differ"><tbody>${[...rows].map(([i, list]) => { const p = screen.furniture.everybody[i];
    return html`<tr key=${i}><th scope="row"><${Mark} family=${p.family} letter=${p.letter}/> ${p.name}</th><td><ul class="plain apart">${list.map(([k, d]) => html`<li key=${k}><span>${d.source}</span> <${Discs} n=${d.mine}/> ${w.levels[d.mine]} <i aria-hidden="true">|</i> <${Discs} n=${d.theirs}/> ${w.levels[d.theirs]}</li>`)}</ul></td></tr>`; })}</tbody></table><p class="small">${w.differ_text} ${w.sit_ask}</p>` : html`<p>${w.differ_none}</p>`}</section>`;
}

export function End({ line, screen }) {
  const w = screen.furniture.words, asked = ["clash", "ask"];
  if (screen.stage === "finished") return html`<section><h2>${w.end_title}</h2>${asked.map((k) => html`<p key=${k}><span class="small">${w[k]}</span><br/><span class="words" dir="auto">${screen.debrief[k]}</span></p>`)}<p class="small">${w.finished}</p></section>`;
  const finish = () => line.move({ do: "finish", debrief: Object.fromEntries(asked.map((k) => [k, line.text(`end.${k}`)])) });
  return html`<section class="sheet"><h2>${w.end_title}</h2>${asked.map((k) => html`<${Box} key=${k} line=${line} field=${`end.${k}`} label=${w[k]} rows=${2}/>`)}<${Press} line=${line} kind="primary" move=${finish}>${w.finish_button}</${Press}></section>`;
}
