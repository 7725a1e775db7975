// After a play: what was seen from there, from elsewhere, and how the sentence changed. No score.
import { html } from "../../vendor/preact.js";
import { Box, Button, Heading, KEYS, Saved, Status, memo } from "../../page.js";
import { Mark, SmallMap } from "../../canvas/canvas.js";

// Words new in a sentence since the one before: highlighted, so that a change is seen and not judged.
export function changes(before, now) {
  const had = new Set((before ?? "").toLowerCase().split(/\s+/)), out = [];
  for (const word of now.split(/(\s+)/)) {
    const is = before !== undefined && word.trim() && !had.has(word.toLowerCase());
    const last = out[out.length - 1];
    if (!word.trim() && last) last.text += word;
    else if (last && last.is === is) last.text += word;
    else out.push({ is, text: word });
  }
  return out;
}

// Who was met between two sentences, in order of meeting; a long list is cut.
const SHOWN = 8;
function since(players, before, now, w, fill) {
  const names = Object.values(players).filter((p) => p.met > before && p.met <= now).sort((a, b) => a.met - b.met).map((p) => p.name);
  if (!names.length) return w.met_since_none;
  return fill(w.met_since, { names: names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? fill(w.and_more, { n: names.length - SHOWN }) : "") });
}

export const History = memo(function History({ sentences, players, w, fill, whys = false }) {
  const list = Object.entries(sentences).map(([at, s]) => [Number(at), s]).sort((a, b) => a[0] - b[0]);
  return html`<ol class="history">${list.map(([at, s], k) => html`<li key=${at}><span class="small">${at ? `After ${at}` : "Before"}</span><span><span class=${"words" + (k < list.length - 1 ? " old" : "")} dir="auto">${changes(list[k - 1]?.[1].text, s.text).map((c) => (c.is ? html`<mark>${c.text.trimEnd()}</mark>${c.text.match(/\s*$/)[0]}` : c.text))}</span>
    ${whys && s.why && html`<br/><span class="small" dir="auto">${s.why}</span>`}${whys && k > 0 && html`<br/><span class="small">${since(players, list[k - 1][0], at, w, fill)}</span>`}</span></li>`)}</ol>`;
});

const Kinds = memo(function Kinds({ screen, d, w }) {
  return html`<table class="stack"><thead><tr><th scope="col">${w.kind}</th><th scope="col">${w.seen_not}</th><th scope="col" class="num">${w.seen}</th></tr></thead><tbody>${d.kinds.map((k) => html`<tr key=${k.kind}>
    <th scope="row">${k.kind}${d.put_to[k.kind] ? html`<br/><span class="small">asked ${d.put_to[k.kind]} ${d.put_to[k.kind] === 1 ? "time" : "times"}</span>` : null}</th>
    <td><span class="dots">${[...k.met.map((n) => [n, false]), ...k.unmet.map((n) => [n, true])].map(([n, hollow]) => html`<span key=${n} title=${n}><${Mark} family=${k.family} letter=${k.letter} hollow=${hollow}/></span>`)}</span>
      ${k.unmet.length ? html`<br/><span class="small">${w.names_unseen}: ${k.unmet.join(", ")}</span>` : null}</td><td class="num">${k.met.length} of ${k.met.length + k.unmet.length}</td></tr>`)}</tbody></table>`;
});

function Both({ d, w, fill }) {
  return html`<hr/><h2>${w.both_title}</h2><div class="two even">${d.both.map((b) => html`<section key=${b.standpoint}><${SmallMap} seats=${d.seats} near=${b.met} you=${b.you} label=${`Your map as the ${b.standpoint}: ${b.met.length} players met`}/>
    <p><b>${fill(w.both_only, b)}</b></p><p class="small">${b.only.length ? b.only.join(", ") : w.both_neither}</p></section>`)}</div>`;
}

export function Debrief({ line, screen, fill, again }) {
  const w = screen.furniture.words, d = screen.debrief, log = Object.entries(screen.log).sort((a, b) => a[0] - b[0]), done = screen.stage === "finished";
  const fields = ["surprise", "standpoint", "alike", "next"], key = (f) => `${screen.prefix}debrief.${f}`;
  const finish = () => line.move({ do: "finish", debrief: Object.fromEntries(fields.map((f) => [f, line.text(key(f))])) });
  const person = d.first_person > 0 ? fill(w.met_person, { n: d.first_person }) : d.first_person === 0 ? w.met_person_start : w.met_nobody;
  return html`<div class="row between"><p class="small">${fill(w.debrief_small, { n: screen.asked, standpoint: screen.you_words })}</p><${Saved} line=${line}/></div><${Heading} line=${line} kind="title">${w.debrief_title}</${Heading}>${done && html`<${Status} line=${line}/>`}
    ${done && html`<section class="sheet"><p><b>${screen.runs > 1 ? w.finished_both : w.finished_first}</b></p><div class="row gap">
      ${screen.runs === 1 && html`<a class="btn" href=${w.read_page} data-sl-open=${w.read_page} ...${KEYS}>${w.read_first}</a>`}
      ${screen.runs < Object.keys(screen.furniture.standpoints).length && html`<${Button} onClick=${() => { line.status = ""; again(); }}>${w.start_again}</${Button}>`}</div></section>`}
    <p class="prose">${fill(w.debrief_text, d)} ${!done && w.debrief_then}</p>
    ${Object.keys(screen.added).length > 0 && html`<p class="small" dir="auto">${fill(w.added_title, { names: Object.values(screen.added).map((a) => a.name).join(", ") })}</p>`}
    <h2>${w.horizons_title}</h2><p class="small">${w.horizons_text}</p>
    <div class="five">${d.views.map((v, n) => html`<figure key=${v.id}><${SmallMap} seats=${d.seats} near=${v.near} you=${v.id} label=${`${v.name}: ${v.within} players within two steps`}/><figcaption><b>${n ? v.name : `${w.you}: ${v.name.toLowerCase()}`}</b><br/><span class="small">${fill(w.within, { n: v.within })}</span></figcaption></figure>`)}</div>
    <p class="small">${fill(w.horizons_limit, { never: d.never.length, names: d.never.join(", ") })}</p>
    <hr/><h2>${w.asked_title}</h2><p class="small">${person} ${fill(w.asked_person, { n: d.to_person, of: screen.asked })} ${w.reading_note}</p>
    <ol class="seq">${log.map(([n, l]) => html`<li key=${n}><${Mark} family=${screen.players[l.player].family} letter=${screen.players[l.player].letter} size=${28}/><span class="small"><span class="hidden">${screen.players[l.player].name}, question </span>${n}</span></li>`)}</ol>
    ${d.both ? html`<${Both} d=${d} w=${w} fill=${fill}/>` : null}
    <hr/><div class="two even"><section><h2>${w.history_title}</h2><${History} sentences=${screen.sentences} players=${screen.players} w=${w} fill=${fill} whys/></section>
    <section><div class="sheet"><h3>${w.debrief_questions}</h3>${done
        ? fields.map((f) => html`<p key=${f} class="small">${w[`q_${f}`]}</p><p class="words old" dir="auto">${screen.debrief_texts[f]}</p>`)
        : html`<p class="small">${w.debrief_hint}</p>${fields.map((f) => html`<${Box} key=${f} line=${line} field=${key(f)} label=${w[`q_${f}`]} rows=${2}/>`)}<div class="row gap"><${Button} kind="primary" disabled=${line.busy} onClick=${finish}>${w.finish_button}</${Button}></div><${Status} line=${line}/>`}</div></section></div>
    <hr/><h2>${w.kinds_title}</h2><${Kinds} screen=${screen} d=${d} w=${w}/>`;
}
