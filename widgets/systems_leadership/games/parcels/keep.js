// Two cuts to keep on purpose: a choice that asks. Nothing is chosen first; the ties stand under the pair of parcels they run between.
import { html, useState } from "../../vendor/preact.js";
import { Box, Button, KEYS } from "../../page.js";
import { inOrder, put } from "./parts.js";

// Ties still open to choose, by pair of parcels; those of a player chosen above come first, as a group of their own.
export function grouped(screen, only) {
  const parcels = inOrder(screen.parcels).map(([p]) => p), groups = new Map();
  for (const [key, cut] of inOrder(screen.cuts)) {
    if (screen.kept[key]) continue;
    const mine = only && (cut.a === only || cut.b === only), pair = [cut.a, cut.b].map((i) => screen.place[i]).sort((x, y) => parcels.indexOf(x) - parcels.indexOf(y));
    const id = mine ? "" : pair.join("|");
    if (!groups.has(id)) groups.set(id, { id, names: mine ? [screen.players[only].name] : pair.map((p) => screen.parcels[p].name), at: mine ? -1 : parcels.indexOf(pair[0]) * 10 + parcels.indexOf(pair[1]), ties: [] });
    groups.get(id).ties.push([key, cut]);
  }
  return [...groups.values()].sort((a, b) => a.at - b.at);
}

const Pair = ({ names }) => names.map((n, k) => html`${k > 0 && " and "}<span dir="auto">${n}</span>`);

function Kept({ line, screen }) {
  const w = screen.furniture.words;
  return html`<ul class="plain">${inOrder(screen.kept).map(([k, c]) => html`<li key=${k} class="row between"><span>${c.words}${!c.cut && html` <mark>${w.keep_gone}</mark>`}<br/><span class="words old" dir="auto">${c.why}</span></span><${Button} kind="quiet" aria-label=${`${w.keep_drop}: ${c.words}`} onClick=${() => line.move({ do: "let_go", tie: k })}>${w.keep_drop}</${Button}></li>`)}</ul>`;
}

export function Keep({ line, screen, chosen }) {
  const w = screen.furniture.words, only = chosen.size === 1 ? [...chosen][0] : null, groups = grouped(screen, only), open = new Map(groups.flatMap((g) => g.ties));
  // A reason half written before the page was closed brings its tie back; otherwise nothing is chosen.
  const [picked, pick] = useState(() => [...open.keys()].find((k) => screen.drafts[`why.${k}`]?.trim()) ?? ""), [said, say] = useState(""), which = open.has(picked) ? picked : "", why = `why.${which}`;
  const keep = async () => {
    if (!which) return say(w.keep_first);
    const { made, said: words } = await line.move({ do: "keep_cut", tie: which, why: line.text(why) });
    say(made ? "" : words);
    if (made) { line.forget(why); pick(""); }
  };
  return html`<section class="sheet"><h2>${w.keep_title}</h2><p>${w.keep_text} <span class="small">${w.honest_cuts}</span></p><${Kept} line=${line} screen=${screen}/>
    ${open.size > 0 && html`<fieldset class="cuts"><legend><b>${w.keep_which}</b> <span class="small">${w.keep_which_hint}</span></legend>${groups.map((g) => html`<details key=${g.id} open=${g.at < 0 || groups.length === 1 || g.ties.some(([k]) => k === picked && screen.drafts[`why.${k}`])}>
        <summary ...${KEYS}><${Pair} names=${g.names}/>: ${g.ties.length === 1 ? w.tie_one : put(w.tie_many, { n: g.ties.length })}</summary>${g.ties.map(([k, c]) => html`<label key=${k} class=${"pick" + (k === which ? " chosen" : "")}><input type="radio" name=${`sl-cut-${line.tab}`} value=${k} checked=${k === which} onChange=${() => { pick(k); say(""); }} ...${KEYS}/><span>${c.words}</span></label>`)}</details>`)}</fieldset>
      ${which && html`<p class="quote">${open.get(which).words}</p><${Box} key=${which} line=${line} field=${why} label=${w.keep_why} hint=${w.keep_why_hint} rows=${2}/>`}
      <div class="row gap"><${Button} disabled=${line.busy} onClick=${keep}>${w.keep_button}</${Button}><p role="alert" class="small">${said}</p></div>`}</section>`;
}
